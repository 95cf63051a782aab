namespace EmailConsole.Rest.Server;

internal static partial class ServerErrorLog
{
    [LoggerMessage(LogLevel.Information, "Answered {Status} with {Code} (trace {TraceId})")]
    public static partial void LogAnswered(this ILogger<ServerError> logger, int status, string code, string traceId);
}
