namespace EmailConsole.TestEmail;

internal sealed partial class SendTestEmail
{
    [LoggerMessage(Level = LogLevel.Information, Message =
        "{Username} tested the email provider of {TenantDomain} with the {Values} settings: {Outcome} after {ElapsedMilliseconds} ms.")]
    private partial void LogTested(string username, string tenantDomain, string values, string outcome, long elapsedMilliseconds);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "{Username} asked for more test emails of {TenantDomain} than a minute allows.")]
    private partial void LogTooMany(string username, string tenantDomain);
}
