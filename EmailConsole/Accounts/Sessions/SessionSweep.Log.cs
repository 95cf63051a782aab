namespace EmailConsole.Accounts.Sessions;

internal sealed partial class SessionSweep
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} sessions had run out and were removed.")]
    private partial void LogSwept(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sessions that have run out could not be removed; tried again in an hour.")]
    private partial void LogFailed(Exception exception);
}
