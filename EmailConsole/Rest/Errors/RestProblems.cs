namespace EmailConsole.Rest.Errors;

/// <summary>The errors that endpoints of <c>/api/v1</c> answer.</summary>
public static class RestProblems
{
    /// <summary>400, field by field.</summary>
    /// <param name="errors">By the field's name in the request, such as <c>attachments[0].name</c>: what is wrong and what to send.</param>
    public static Problem Invalid(IReadOnlyDictionary<string, string[]> errors) =>
        new(new RestFault(StatusCodes.Status400BadRequest, "The request is not valid; see errors, field by field.", errors));

    /// <summary>400 for one field.</summary>
    public static Problem Invalid(string field, string message) =>
        Invalid(new Dictionary<string, string[]>(StringComparer.Ordinal) { [field] = [message] });

    /// <summary>401, as a missing, a wrong and a foreign credential are answered.</summary>
    public static Problem Unauthorized => new(new RestFault(StatusCodes.Status401Unauthorized));

    /// <summary>404 inside the caller's own tenant.</summary>
    public static Problem NotFound(string detail) => new(new RestFault(StatusCodes.Status404NotFound, detail));

    /// <summary>409.</summary>
    public static Problem Conflict(string detail) => new(new RestFault(StatusCodes.Status409Conflict, detail));

    /// <summary>403, where more than the permission of the endpoint is asked for.</summary>
    public static Problem Forbidden(string? detail = null) => new(new RestFault(StatusCodes.Status403Forbidden, detail));

    /// <summary>413.</summary>
    public static Problem TooLarge(string detail) => new(new RestFault(StatusCodes.Status413PayloadTooLarge, detail));

    /// <summary>429.</summary>
    /// <param name="detail">What there are too many of, and what to do.</param>
    /// <param name="retryAfter">When to try again.</param>
    /// <param name="limit">As <see cref="RefusalLog"/> tells it.</param>
    /// <param name="cause">Why mail was not taken; null: it is about something else.</param>
    public static Problem TooMany(string detail, TimeSpan retryAfter, string limit, RefusalCause? cause = null) =>
        new(new RestFault(StatusCodes.Status429TooManyRequests, detail, RetryAfter: retryAfter, Limit: limit) { Cause = cause });

    /// <summary>503.</summary>
    /// <param name="detail">What happened, and what to do.</param>
    /// <param name="retryAfter">When to try again.</param>
    /// <param name="cause">Why mail was not taken.</param>
    /// <param name="limit">As <see cref="RefusalLog"/> tells it; null: none refused it.</param>
    public static Problem Unavailable(string detail, TimeSpan retryAfter, RefusalCause cause, string? limit = null) =>
        new(new RestFault(StatusCodes.Status503ServiceUnavailable, detail, RetryAfter: retryAfter, Limit: limit) { Cause = cause });
}
