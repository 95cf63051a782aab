namespace EmailConsole.Accounts.People;

internal sealed partial class ResetPassword
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{ActorId} reset the password of {AccountId} of {Domain}.")]
    private partial void LogReset(Guid actorId, Guid accountId, string domain);
}
