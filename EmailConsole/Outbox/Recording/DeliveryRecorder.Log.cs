namespace EmailConsole.Outbox.Recording;

internal sealed partial class DeliveryRecorder
{
    [LoggerMessage(Level = LogLevel.Error, Message =
        "What was delivered cannot be recorded: {Reason} Nothing more is sent until it can. Free the disk, or see who holds the database.")]
    private partial void LogUnavailable(string reason);

    [LoggerMessage(Level = LogLevel.Information, Message = "Deliveries are recorded again.")]
    private partial void LogRecovered();

    [LoggerMessage(Level = LogLevel.Error, Message = "The result of message {Id} cannot be recorded. It is not sent again before the next start.")]
    private partial void LogLost(Guid id, Exception exception);
}
