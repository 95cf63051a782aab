namespace EmailConsole.Accounts.People;

internal sealed partial class ChangePeople
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{ActorId} changed {AccountId} of {Domain}: {What}.")]
    private partial void LogChanged(Guid actorId, Guid accountId, string domain, string what);
}
