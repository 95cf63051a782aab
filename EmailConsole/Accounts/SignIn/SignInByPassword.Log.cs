namespace EmailConsole.Accounts.SignIn;

// The username is left out: people type their password into the wrong field
internal sealed partial class SignInByPassword
{
    [LoggerMessage(Level = LogLevel.Information, Message = "A sign-in from {Network} was refused.")]
    private partial void LogRefused(string network);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Account {AccountId} is locked after repeated failures to sign in.")]
    private partial void LogLocked(Guid accountId);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Too many attempts to sign in: one from {Network} was not looked at.")]
    private partial void LogThrottled(string network);
}
