using EmailConsole.Outbox;

namespace EmailConsole.Sending.Channels;

internal sealed partial class ProviderChannel
{
    private readonly string _name = opened.Name;

    // Which of several it is, where there are several
    private string Name => _name.Length == 0 ? parts.Tenants.DomainOf(Owner) : $"{parts.Tenants.DomainOf(Owner)} ({_name})";

    private void LogOpenedOrClosed(CircuitState circuit)
    {
        if (circuit.Position == CircuitPosition.Closed)
        {
            LogClosed(parts.Logger, Name);
            return;
        }

        LogOpened(parts.Logger, Name, _pace.HasStandby ? "leaves by the next one that can take it" : "waits", circuit.Until, circuit.Why ?? "");
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The email provider of tenant {Owner} failed repeatedly. Its mail {Goes}; the next message tries it at {Until:u}. {Why}")]
    private static partial void LogOpened(ILogger logger, string owner, string goes, DateTimeOffset? until, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The email provider of tenant {Owner} works again.")]
    private static partial void LogClosed(ILogger logger, string owner);

    [LoggerMessage(Level = LogLevel.Information, Message = "The email provider of tenant {Owner} is tried before its pause ends, because somebody asked for it.")]
    private static partial void LogTriedNow(ILogger logger, string owner);
}
