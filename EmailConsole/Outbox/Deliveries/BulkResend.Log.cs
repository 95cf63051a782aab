namespace EmailConsole.Outbox.Deliveries;

internal sealed partial class BulkResend
{
    [LoggerMessage(LogLevel.Information, "Bulk resend by account {AccountId} ended ({End}): {Done} of {Looked} messages")]
    private partial void LogEnded(Guid? accountId, BulkResendEnd end, int done, int looked);
}
