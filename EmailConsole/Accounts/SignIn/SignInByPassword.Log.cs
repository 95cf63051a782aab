namespace EmailConsole.Accounts.SignIn;

// The username is left out: people type their password into the wrong field
internal sealed partial class SignInByPassword
{
    [LoggerMessage(Level = LogLevel.Information, Message = "A sign-in from {Network} was not accepted: {Outcome}.")]
    private partial void LogRefused(string network, string outcome);
}
