namespace EmailConsole.Outbox.Deliveries;

internal sealed partial class OperateDeliveries
{
    [LoggerMessage(LogLevel.Information, "Account {AccountId} cancelled message {MessageId}: {Change}")]
    private partial void LogCancel(Guid accountId, Guid messageId, EmailChange change);

    [LoggerMessage(LogLevel.Information, "Account {AccountId} resent message {MessageId}: {Change}")]
    private partial void LogResend(Guid accountId, Guid messageId, EmailChange change);
}
