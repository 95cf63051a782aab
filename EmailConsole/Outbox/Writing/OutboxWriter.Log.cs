namespace EmailConsole.Outbox.Writing;

internal sealed partial class OutboxWriter
{
    [LoggerMessage(Level = LogLevel.Error, Message = "The outbox cannot write; its callers are told to try again. {Reason}")]
    private partial void LogUnavailable(string reason, Exception exception);

    [LoggerMessage(Level = LogLevel.Information, Message = "The outbox writes again.")]
    private partial void LogRecovered();

    [LoggerMessage(Level = LogLevel.Error, Message = "A write of the outbox ended by an error of the console's own.")]
    private partial void LogUnexpected(Exception exception);
}
