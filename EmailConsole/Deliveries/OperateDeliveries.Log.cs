using EmailConsole.Outbox;

namespace EmailConsole.Deliveries;

internal sealed partial class OperateDeliveries
{
    [LoggerMessage(LogLevel.Information, "Account {AccountId} cancelled message {MessageId}: {Change}")]
    private partial void LogCancel(Guid accountId, Guid messageId, EmailChange change);

    [LoggerMessage(LogLevel.Information, "Account {AccountId} resent message {MessageId}: {Change}")]
    private partial void LogResend(Guid accountId, Guid messageId, EmailChange change);

    [LoggerMessage(LogLevel.Information, "Account {AccountId} asked to try message {MessageId} now: {Outcome}")]
    private partial void LogRetry(Guid accountId, Guid messageId, RetryOutcome outcome);

    [LoggerMessage(LogLevel.Information, "Account {AccountId} asked to try all messages of a filter now: {Done} are, {NotTried} are not")]
    private partial void LogRetryAll(Guid? accountId, int done, int notTried);

    [LoggerMessage(LogLevel.Information, "Account {AccountId} asked to try the email provider of {Tenant} now: {Outcome}")]
    private partial void LogTryProvider(Guid accountId, string tenant, RetryOutcome outcome);
}
