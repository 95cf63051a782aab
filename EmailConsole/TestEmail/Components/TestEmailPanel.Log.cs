namespace EmailConsole.TestEmail.Components;

public sealed partial class TestEmailPanel
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The test of the email provider of {TenantDomain} ended by an error.")]
    private static partial void LogBroken(ILogger logger, string tenantDomain, Exception exception);
}
