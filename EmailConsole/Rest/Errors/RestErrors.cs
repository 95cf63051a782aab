namespace EmailConsole.Rest.Errors;

/// <summary>Answers errors in the way of the API that was asked; <see cref="Problem"/> where none has a way of its own.</summary>
public sealed class RestErrors(IEnumerable<IRestErrors> apis)
{
    private readonly IRestErrors[] _apis = [.. apis];

    public Task WriteAsync(HttpContext http, RestFault fault) =>
        RestPaths.Below(http.Request.Path) is { } path && Array.Find(_apis, api => api.Answers(path)) is { } own
            ? own.WriteAsync(http, fault)
            : new Problem(fault).ExecuteAsync(http);
}

/// <summary>Writes the errors of one API: an API with an error body of its own registers one.</summary>
public interface IRestErrors
{
    /// <param name="path">Without the tenant, such as <c>/api/server/v1/tenants</c>.</param>
    bool Answers(PathString path);

    /// <summary>
    /// Sets status, headers and body. <c>WWW-Authenticate</c> and <c>Retry-After</c> are part of it. The response has not started.
    /// </summary>
    Task WriteAsync(HttpContext http, RestFault fault);
}

/// <summary>An error as an API answers it, whatever its body looks like.</summary>
/// <param name="Status">400 to 599.</param>
/// <param name="Detail">What happened, why, and what to do; null: what is usual for the status.</param>
/// <param name="Errors">What is wrong, by the name of the field, such as <c>to[0]</c>.</param>
/// <param name="RetryAfter">Sent as <c>Retry-After</c> in whole seconds, at least 1.</param>
/// <param name="Limit">The limit that refused it, as <see cref="RefusalLog"/> tells it; null: by none that callers reach as often as they like.</param>
/// <param name="Type">A URI that names the kind of problem (RFC 9457), where the status does not say it all.</param>
public sealed record RestFault(
    int Status,
    string? Detail = null,
    IReadOnlyDictionary<string, string[]>? Errors = null,
    TimeSpan? RetryAfter = null,
    string? Limit = null,
    string Type = "about:blank")
{
    /// <summary>Where a program's mail was not taken: why. Null: nothing of the kind.</summary>
    public RefusalCause? Cause { get; init; }
}
