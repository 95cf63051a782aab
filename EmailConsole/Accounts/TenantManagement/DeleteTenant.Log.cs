namespace EmailConsole.Accounts.TenantManagement;

internal sealed partial class DeleteTenant
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{ActorId} deleted the tenant {Domain} with all its data.")]
    private partial void LogDeleted(string actorId, string domain);
}
