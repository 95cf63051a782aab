namespace EmailConsole.EmailProviders.Editing;

internal sealed partial class RevertEmailProvider
{
    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} reverted to the super tenant's by {Username}")]
    private partial void LogReverted(string tenantDomain, string username);
}
