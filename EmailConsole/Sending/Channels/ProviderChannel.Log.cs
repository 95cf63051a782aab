using EmailConsole.Outbox;

namespace EmailConsole.Sending.Channels;

internal sealed partial class ProviderChannel
{
    private void LogOpenedOrClosed(CircuitState circuit)
    {
        if (circuit.Position == CircuitPosition.Closed)
        {
            LogClosed(parts.Logger, Name);
            return;
        }

        LogOpened(parts.Logger, Name, circuit.Until, circuit.Why ?? "");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The email provider of tenant {Owner} failed repeatedly. Its mail waits; the next message tries at {Until:u}. {Why}")]
    private static partial void LogOpened(ILogger logger, string owner, DateTimeOffset? until, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The email provider of tenant {Owner} works again.")]
    private static partial void LogClosed(ILogger logger, string owner);

    [LoggerMessage(Level = LogLevel.Information, Message = "The email provider of tenant {Owner} is tried before its pause ends, because somebody asked for it.")]
    private static partial void LogTriedNow(ILogger logger, string owner);
}
