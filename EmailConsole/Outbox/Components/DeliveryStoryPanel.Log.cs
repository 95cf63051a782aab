namespace EmailConsole.Outbox.Components;

public sealed partial class DeliveryStoryPanel
{
    [LoggerMessage(LogLevel.Error, "Message {MessageId} could not be read for the Deliveries page")]
    private static partial void LogNotRead(ILogger logger, Exception exception, Guid messageId);
}
