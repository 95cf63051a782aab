namespace EmailConsole.EmailProviders.Secrets;

internal sealed partial class ProviderSecrets
{
    [LoggerMessage(
        LogLevel.Error,
        "The {Field} stored for tenant {TenantId} cannot be read with the key ring (KeyRing:Path); restore the keys or enter it again")]
    private partial void LogUnreadable(Exception exception, SecretField field, Guid tenantId);
}
