namespace EmailConsole.Accounts.ApiKeys;

internal sealed partial class ManageApiKeys
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{ActorId} created the API key {KeyId} of {Domain}.")]
    private partial void LogCreated(Guid actorId, Guid keyId, string domain);

    [LoggerMessage(Level = LogLevel.Information, Message = "{ActorId} revoked the API key {KeyId} of {Domain}.")]
    private partial void LogRevoked(Guid actorId, Guid keyId, string domain);
}
