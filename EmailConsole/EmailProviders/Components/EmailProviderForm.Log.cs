namespace EmailConsole.EmailProviders.Components;

public sealed partial class EmailProviderForm
{
    [LoggerMessage(LogLevel.Error, "The email provider of {TenantDomain} could not be changed from its page")]
    private static partial void LogFailed(ILogger logger, Exception exception, string tenantDomain);
}
