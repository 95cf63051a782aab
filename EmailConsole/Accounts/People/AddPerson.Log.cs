using EmailConsole.Tenants;

namespace EmailConsole.Accounts.People;

internal sealed partial class AddPerson
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{ActorId} added {AccountId} as {Role} of {Domain}.")]
    private partial void LogAdded(Guid actorId, Guid accountId, ActorRole role, string domain);
}
