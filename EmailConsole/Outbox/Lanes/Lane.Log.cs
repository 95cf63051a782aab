namespace EmailConsole.Outbox.Lanes;

internal sealed partial class Lane
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The provider in force for tenant {TenantId} cannot be found out; it is tried again.")]
    private static partial void LogNoProvider(ILogger logger, Exception exception, Guid tenantId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The waiting messages of tenant {TenantId} cannot be read or ended; it is tried again.")]
    private static partial void LogCannotRead(ILogger logger, Exception exception, Guid tenantId);

    private void LogNoProvider(Exception exception, Guid tenant) => LogNoProvider(parts.Logger, exception, tenant);

    private void LogCannotRead(Exception exception, Guid tenant) => LogCannotRead(parts.Logger, exception, tenant);
}
