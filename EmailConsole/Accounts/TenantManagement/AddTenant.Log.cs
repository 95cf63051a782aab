namespace EmailConsole.Accounts.TenantManagement;

internal sealed partial class AddTenant
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{ActorId} added the tenant {Domain}.")]
    private partial void LogAdded(string actorId, string domain);
}
