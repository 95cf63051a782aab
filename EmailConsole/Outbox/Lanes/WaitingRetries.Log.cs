namespace EmailConsole.Outbox.Lanes;

internal sealed partial class WaitingRetries
{
    [LoggerMessage(Level = LogLevel.Error, Message =
        "What waits for its next try over the changed provider of tenant {Owner} cannot be brought forward; it is tried again in a second.")]
    private partial void LogFailed(Exception exception, Guid owner);
}
