namespace EmailConsole.Outbox.Lanes.Grains;

internal sealed partial class LaneGrain
{
    [LoggerMessage(Level = LogLevel.Debug, Message = "The lane of {Domain} is loaded.")]
    private partial void LogLoaded(string domain);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The lane of {Domain} is unloaded.")]
    private partial void LogUnloaded(string domain);
}
