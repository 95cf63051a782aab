namespace EmailConsole.Outbox.Components;

public sealed partial class BulkResendDialog
{
    [LoggerMessage(LogLevel.Error, "A bulk resend in {TenantDomain} was not finished")]
    private static partial void LogFailed(ILogger logger, Exception exception, string tenantDomain);
}
