using EmailConsole.Outbox.Api.Bodies;
using EmailConsole.Outbox.History;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary><c>GET …/emails/{id}</c>: one message's story.</summary>
internal static class GetEmail
{
    public static Problem Unknown => RestProblems.NotFound(
        "The tenant has no message with this id. What is finished is kept for a time only (Outbox:HistoryRetention).");

    public static async Task<IResult> HandleAsync(string id, HttpContext http, RestCaller caller, EmailHistory history) =>
        Guid.TryParse(id, out var parsed) && await history.FindAsync(caller.TenantId, parsed, http.RequestAborted) is { } story
            ? Answer(http, story, StatusCodes.Status200OK)
            : Unknown;

    public static IResult Answer(HttpContext http, EmailStory story, int status)
    {
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(EmailStoryBody.Of(story), EmailJson.Default.EmailStoryBody, statusCode: status);
    }
}
