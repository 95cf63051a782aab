using EmailConsole.Outbox.Api.Bodies;
using EmailConsole.Outbox.History;
using EmailConsole.Rest;
using EmailConsole.Rest.Errors;

namespace EmailConsole.Outbox.Api;

/// <summary><c>GET …/emails</c>: what was accepted, newest first, page by page.</summary>
internal static class ListEmails
{
    public static async Task<IResult> HandleAsync([AsParameters] ListQuery query, HttpContext http, RestCaller caller, EmailHistory history)
    {
        if (ListFilter.Read(query, http.Request.Query.Keys, caller.TenantId, out var errors) is not { } asked)
        {
            return RestProblems.Invalid(errors);
        }

        var page = await history.PageAsync(asked.Filter, asked.Cursor, asked.Limit, http.RequestAborted);
        if (page.IsTooBroad)
        {
            return RestProblems.Invalid("to", "Too many recipients begin so: give more of the address.");
        }

        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Json(
            new EmailPageBody([.. page.Emails.Select(EmailBody.Of)], page.Next?.ToString()), EmailJson.Default.EmailPageBody);
    }
}
