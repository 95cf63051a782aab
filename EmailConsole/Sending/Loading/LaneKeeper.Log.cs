namespace EmailConsole.Sending.Loading;

internal sealed partial class LaneKeeper
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The lane of tenant {TenantId} cannot be loaded; it is tried again in a second.")]
    private partial void LogNotLoaded(Exception exception, Guid tenantId);

    [LoggerMessage(Level = LogLevel.Error, Message = "What belongs to the lane of tenant {TenantId} cannot be given back to another node.")]
    private partial void LogNotMoved(Exception exception, Guid tenantId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The tenants with waiting messages cannot be found out; it is tried again in a second.")]
    private partial void LogCannotLook(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "deployment.toml, tenant_mgt.eager_loading_tenants: there is no tenant {Domain}; it is passed over.")]
    private partial void LogUnknown(string domain);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Servers that take long are not waited for: what they were given may be delivered twice.")]
    private partial void LogBreaksOff();

    [LoggerMessage(Level = LogLevel.Error, Message = "The console stops before the last results are recorded: those messages may be delivered twice.")]
    private partial void LogNotRecorded();
}
