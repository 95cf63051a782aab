namespace EmailConsole.Delivery.Pool;

internal sealed partial class ConnectionPools
{
    [LoggerMessage(Level = LogLevel.Error, Message = "A connection was closed with an error of the console's own.")]
    private partial void LogUnexpected(Exception exception);
}
