namespace EmailConsole.EmailProviders.Editing;

internal sealed partial class UpdateEmailProvider
{
    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} updated by {Username}: {Host}:{Port}")]
    private partial void LogUpdated(string tenantDomain, string username, string host, int port);

    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} updated by {Username}: {FromAddress} over the super tenant's server")]
    private partial void LogUpdatedSender(string tenantDomain, string username, string fromAddress);
}
