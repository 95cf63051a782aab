namespace EmailConsole.Outbox.Health;

internal sealed partial class ProviderNotes
{
    [LoggerMessage(LogLevel.Warning, "What is known of the health of tenant {TenantId}'s email provider could not be written; pages may call it failing until it is used again")]
    private partial void LogNotWritten(Exception exception, Guid tenantId);
}
