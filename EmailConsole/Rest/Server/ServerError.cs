using EmailConsole.Rest.Errors;

namespace EmailConsole.Rest.Server;

/// <summary>An error of one of WSO2's APIs, as the result of an endpoint.</summary>
/// <param name="Status">400 to 599.</param>
/// <param name="Code">Such as <c>NSM-65022</c>.</param>
/// <param name="Message">What kind of error it is.</param>
/// <param name="Description">What happened and what to do.</param>
public sealed record ServerError(int Status, string Code, string Message, string Description) : IResult, IStatusCodeHttpResult
{
    /// <summary>400: the body is not the JSON that is asked for.</summary>
    public static readonly ServerError Unreadable = new(
        StatusCodes.Status400BadRequest, UserErrorCode, "Invalid Request.", "Provided request body content is not in the expected format.");

    internal static readonly ServerError Unexpected = new(
        StatusCodes.Status500InternalServerError,
        "SE-50000",
        "Unexpected Processing Error.",
        "Server encountered an error while serving the request.");

    private const string UserErrorCode = "UE-10000";

    public int? StatusCode => Status;

    /// <summary>400: members that must be there are not.</summary>
    /// <param name="sentences">One for each.</param>
    public static ServerError Missing(IEnumerable<string> sentences) =>
        new(StatusCodes.Status400BadRequest, UserErrorCode, "Invalid Request", string.Join(' ', sentences));

    /// <summary>400: the body is not the JSON that is asked for.</summary>
    /// <param name="sentences">One for each member that is to blame; empty: none is.</param>
    public static ServerError UnreadableAt(IEnumerable<string> sentences) =>
        Unreadable with { Description = string.Join(' ', sentences.Prepend(Unreadable.Description)) };

    public Task ExecuteAsync(HttpContext httpContext)
    {
        var trace = RestTrace.IdOf(httpContext);
        httpContext.RequestServices.GetRequiredService<ILogger<ServerError>>().LogAnswered(LogLevel.Information, Status, Code, trace);
        return WriteAsync(httpContext, Status, new ServerErrorBody(Code, Message, Description, trace));
    }

    internal static Task WriteAsync<TBody>(HttpContext http, int status, TBody body)
    {
        http.Response.StatusCode = status;
        http.Response.Headers.CacheControl = "no-store";
        return http.Response.WriteAsJsonAsync(body, ProblemBody.Json, http.RequestAborted);
    }
}

/// <summary>The body of an error of one of WSO2's APIs.</summary>
/// <param name="Code">Such as <c>NSM-65022</c>.</param>
/// <param name="Message">What kind of error it is.</param>
/// <param name="Description">What happened and what to do.</param>
/// <param name="TraceId">By what the request is found in the logs.</param>
public sealed record ServerErrorBody(string Code, string Message, string Description, string TraceId);

/// <summary>The body of an error that the API behind never saw; its code is a number.</summary>
/// <inheritdoc cref="ServerErrorBody"/>
public sealed record ServerRefusalBody(int Code, string Message, string Description, string TraceId);

internal static partial class ServerErrorLog
{
    [LoggerMessage(Message = "Answered {Status} with {Code} (trace {TraceId})")]
    public static partial void LogAnswered(this ILogger<ServerError> logger, LogLevel level, int status, string code, string traceId);
}
