namespace EmailConsole.Accounts.SignIn;

internal sealed partial class PasswordCheck
{
    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {AccountId} is locked for {Source} after repeated wrong passwords.")]
    private partial void LogLocked(Guid accountId, string source);
}
