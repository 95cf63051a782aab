namespace EmailConsole.Delivery;

internal sealed partial class DeliveryRun
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A delivery ended during {Stage} by an error of the console's own.")]
    private partial void LogUnexpected(DeliveryStage stage, Exception exception);

    [LoggerMessage(Level = LogLevel.Error, Message = "Whoever watches a delivery failed over what it was told at {Stage}.")]
    private partial void LogListener(DeliveryStage? stage, Exception exception);
}
