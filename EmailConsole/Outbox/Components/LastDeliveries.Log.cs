namespace EmailConsole.Outbox.Components;

public sealed partial class LastDeliveries
{
    [LoggerMessage(LogLevel.Error, "The last deliveries of {TenantDomain} could not be read")]
    private static partial void LogNotRead(ILogger logger, Exception exception, string tenantDomain);
}
