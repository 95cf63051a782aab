using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.Rest.Errors;

/// <summary>An error of <c>/api/v1</c> as the result of an endpoint: <c>application/problem+json</c> (RFC 9457).</summary>
public sealed partial class Problem(RestFault fault) : IResult, IStatusCodeHttpResult, IContentTypeHttpResult
{
    private static readonly string[] Challenges = ["Basic realm=\"EmailConsole\", charset=\"UTF-8\"", "Bearer realm=\"EmailConsole\""];

    public int? StatusCode => fault.Status;

    public string ContentType => ProblemBody.ContentType;

    public RestFault Fault => fault;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        response.StatusCode = fault.Status;
        response.Headers.CacheControl = "no-store";
        if (fault.Status == StatusCodes.Status401Unauthorized)
        {
            response.Headers.WWWAuthenticate = Challenges;
        }

        if (fault.RetryAfter is { } after)
        {
            response.Headers[HeaderNames.RetryAfter] =
                Math.Max(1, Math.Ceiling(after.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        var trace = RestTrace.IdOf(httpContext);
        if (fault.Limit is { } limit)
        {
            httpContext.RequestServices.GetRequiredService<RefusalLog>().Count(limit);
        }

        var level = fault.Limit is null ? LogLevel.Information : LogLevel.Debug;
        LogAnswered(httpContext.RequestServices.GetRequiredService<ILogger<Problem>>(), level, fault.Status, trace);
        var body = new ProblemBody(
            fault.Type,
            ReasonPhrases.GetReasonPhrase(fault.Status),
            fault.Status,
            fault.Detail ?? ProblemWords.Of(fault.Status),
            fault.Errors,
            trace);
        return response.WriteAsJsonAsync(body, ProblemBody.Json, ProblemBody.ContentType, httpContext.RequestAborted);
    }

    // Without the detail: it may repeat what the caller sent
    [LoggerMessage(Message = "Answered {Status} (trace {TraceId})")]
    private static partial void LogAnswered(ILogger logger, LogLevel level, int status, string traceId);
}
