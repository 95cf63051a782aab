namespace EmailConsole.EmailProviders.Editing;

internal sealed partial class RevertEmailProvider
{
    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} reverted to the super tenant's by {Username}")]
    private partial void LogReverted(string tenantDomain, string username);

    [LoggerMessage(LogLevel.Information, "Email provider of {TenantDomain} removed by {Username}; unless another is added, the super tenant's takes over at {Until:u}")]
    private partial void LogRemoved(string tenantDomain, string username, DateTimeOffset until);
}
