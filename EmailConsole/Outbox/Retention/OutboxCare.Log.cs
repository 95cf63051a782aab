namespace EmailConsole.Outbox.Retention;

internal sealed partial class OutboxCare
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Old messages could not be tidied up; the next round tries again.")]
    private partial void LogFailed(Exception exception);
}
