namespace EmailConsole.Tenants;

internal sealed partial class TenantChanges
{
    [LoggerMessage(Level = LogLevel.Error, Message = "{Listener} could not take over the change of tenant {TenantId}.")]
    private partial void LogNotTold(Exception exception, string listener, Guid tenantId);
}
