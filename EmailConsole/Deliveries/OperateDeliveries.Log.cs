using EmailConsole.Outbox;

namespace EmailConsole.Deliveries;

internal sealed partial class OperateDeliveries
{
    [LoggerMessage(LogLevel.Information, "{Username} cancelled message {MessageId}: {Change}")]
    private partial void LogCancel(string username, Guid messageId, EmailChange change);

    [LoggerMessage(LogLevel.Information, "{Username} resent message {MessageId}: {Change}")]
    private partial void LogResend(string username, Guid messageId, EmailChange change);

    [LoggerMessage(LogLevel.Information, "{Username} asked to try message {MessageId} now: {Outcome}")]
    private partial void LogRetry(string username, Guid messageId, string outcome);

    [LoggerMessage(LogLevel.Information, "{Username} asked to try all messages of a filter now: {Done} are, {NotTried} are not")]
    private partial void LogRetryAll(string? username, int done, int notTried);

    [LoggerMessage(LogLevel.Information, "{Username} asked to try the email provider of {Tenant} now: {Outcome}")]
    private partial void LogTryProvider(string username, string tenant, string outcome);
}
