namespace EmailConsole.Accounts.Passwords;

internal sealed partial class ChangeOwnPassword
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{AccountId} changed their password; their other sessions are ended.")]
    private partial void LogChanged(Guid accountId);
}
