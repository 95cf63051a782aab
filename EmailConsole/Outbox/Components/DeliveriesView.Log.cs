namespace EmailConsole.Outbox.Components;

public sealed partial class DeliveriesView
{
    [LoggerMessage(LogLevel.Error, "The deliveries of {TenantDomain} could not be read for the page")]
    private static partial void LogNotRead(ILogger logger, Exception exception, string tenantDomain);
}
