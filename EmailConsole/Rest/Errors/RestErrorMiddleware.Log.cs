namespace EmailConsole.Rest.Errors;

internal sealed partial class RestErrorMiddleware
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A request of the API failed (trace {TraceId}).")]
    private partial void LogFailed(Exception exception, string traceId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database failed a request of the API, which was answered 503 (trace {TraceId}).")]
    private partial void LogDatabaseFailed(Exception exception, string traceId);
}
