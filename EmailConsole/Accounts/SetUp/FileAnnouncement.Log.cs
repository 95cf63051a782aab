namespace EmailConsole.Accounts.SetUp;

internal sealed partial class FileAnnouncement
{
    [LoggerMessage(Level = LogLevel.Warning, Message =
        "EmailConsole has no administrator yet. A one-time link to choose a password is in {File}, good until {ExpiresAt}; "
        + "when it runs out, a new one is written there.")]
    private partial void LogWritten(string file, string expiresAt);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "EmailConsole has no administrator yet, and the one-time link cannot be written to {File}: {Reason} "
        + "Let the service write there, then start it again.")]
    private partial void LogNotWritten(string file, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The set-up link in {File} is of no use any more, but the file cannot be deleted: {Reason}")]
    private partial void LogNotDeleted(string file, string reason);
}
