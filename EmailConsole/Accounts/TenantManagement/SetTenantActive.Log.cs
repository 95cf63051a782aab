namespace EmailConsole.Accounts.TenantManagement;

internal sealed partial class SetTenantActive
{
    [LoggerMessage(Level = LogLevel.Information, Message = "{ActorId} changed the tenant {Domain}: active {IsActive}.")]
    private partial void LogChanged(string actorId, string domain, bool isActive);
}
