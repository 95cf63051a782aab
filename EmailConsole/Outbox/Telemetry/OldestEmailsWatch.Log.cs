namespace EmailConsole.Outbox.Telemetry;

internal sealed partial class OldestEmailsWatch
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "The age of the waiting messages could not be read for the metrics; the next round tries again.")]
    private partial void LogFailed(Exception exception);
}
