namespace EmailConsole.Accounts.SetUp;

internal sealed partial class SetUpAtStart
{
    [LoggerMessage(Level = LogLevel.Information, Message =
        "Created the super administrator {Username} with the password of [super_admin] in deployment.toml. The password there is not used again: remove it.")]
    private partial void LogCreated(string username);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "[super_admin] {Key} in deployment.toml cannot be used: {Reason} A set-up link is offered instead.")]
    private partial void LogInvalid(string key, string reason);
}
