namespace EmailConsole.EmailProviders.Editing;

internal sealed partial class UpdateEmailProvider
{
    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} updated by {Username}: {Host}:{Port}")]
    private partial void LogUpdated(string tenantDomain, string username, string host, int port);
}
