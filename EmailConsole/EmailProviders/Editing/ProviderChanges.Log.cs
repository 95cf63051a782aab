namespace EmailConsole.EmailProviders.Editing;

internal sealed partial class ProviderChanges
{
    [LoggerMessage(LogLevel.Error, "{Listener} could not take the change of the email provider of tenant {TenantId}")]
    private partial void LogNotTold(Exception exception, string listener, Guid tenantId);
}
