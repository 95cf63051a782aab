namespace EmailConsole.Accounts.SetUp;

internal sealed partial class FileAnnouncement
{
    [LoggerMessage(Level = LogLevel.Warning, Message =
        "EmailConsole has no administrator yet. A one-time link to choose a password is in {File}, good until {ExpiresAt}; "
        + "when it runs out, a new one is written there.")]
    private partial void LogWritten(string file, string expiresAt);
}
