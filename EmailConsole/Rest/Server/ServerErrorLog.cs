namespace EmailConsole.Rest.Server;

internal static partial class ServerErrorLog
{
    [LoggerMessage(Message = "Answered {Status} with {Code} (trace {TraceId})")]
    public static partial void LogAnswered(this ILogger<ServerError> logger, LogLevel level, int status, string code, string traceId);
}
