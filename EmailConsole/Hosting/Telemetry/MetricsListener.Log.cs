namespace EmailConsole.Hosting.Telemetry;

internal sealed partial class MetricsListener
{
    [LoggerMessage(Level = LogLevel.Information, Message = "Metrics are served at {Address}.")]
    private partial void LogListening(string address);
}
