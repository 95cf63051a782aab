namespace EmailConsole.Accounts.Components;

public sealed partial class DeleteTenantDialog
{
    [LoggerMessage(LogLevel.Error, "The tenant {TenantDomain} was not deleted in full")]
    private static partial void LogNotDeleted(ILogger logger, Exception exception, string tenantDomain);
}
