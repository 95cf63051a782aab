namespace EmailConsole.Shell.Pages;

public sealed partial class EmailProviderPage
{
    [LoggerMessage(LogLevel.Error, "The email provider of {TenantDomain} could not be loaded for its page")]
    private static partial void LogNotLoaded(ILogger logger, Exception exception, string tenantDomain);
}
