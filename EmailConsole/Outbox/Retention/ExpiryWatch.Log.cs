namespace EmailConsole.Outbox.Retention;

internal sealed partial class ExpiryWatch
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Messages whose time is over could not be ended; it is tried again every second.")]
    private partial void LogFailed(Exception exception);
}
