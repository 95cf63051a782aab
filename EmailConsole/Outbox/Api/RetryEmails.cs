using EmailConsole.Outbox.Api.Bodies;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary><c>POST …/emails/retry</c>: has the waiting messages tried that a filter finds.</summary>
internal static class RetryEmails
{
    /// <summary>Messages that one request looks at: it ends within seconds, and says where to go on.</summary>
    public const int Most = 10_000;

    public static async Task<IResult> HandleAsync([AsParameters] ListQuery query, HttpContext http, RestCaller caller, BulkRetry retry)
    {
        if (ListFilter.Read(query, http.Request.Query.Keys, caller.TenantId, out var errors) is not { } asked)
        {
            return RestProblems.Invalid(errors);
        }

        if (BulkRetry.StatesOf(asked.Filter).Count == 0)
        {
            return RestProblems.Invalid("status", "Use queued, retrying, or both: only what waits can be tried.");
        }

        BulkRetryResult result;
        try
        {
            result = await retry.RunAsync(
                asked.Filter,
                asked.Cursor,
                query.Limit is null ? Most : asked.Limit,
                () => Task.FromResult<(Guid? TenantId, bool IsPlatform)?>((caller.TenantId, false)),
                _ => { },
                http.RequestAborted);
        }
        catch (OutboxUnavailableException)
        {
            return EmailProblems.Unavailable;
        }

        // A caller's messages leave through one provider: all of them could be tried, or none
        return result.IsTooBroad ? RestProblems.Invalid("to", "Too many recipients begin so: give more of the address.")
            : result is { Done: 0, Why: { } why } ? TryProvider.Refusal(why)!
            : TypedResults.Json(
                new RetriedBody(result.Done, result.Scheduled, result.Next?.ToString()), EmailJson.Default.RetriedBody, statusCode: StatusCodes.Status202Accepted);
    }
}
