namespace EmailConsole.Outbox.Channels;

internal sealed partial class ProviderChannel
{
    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The email provider of tenant {Owner} failed repeatedly. Its mail waits; the next message tries at {Until}. {Why}")]
    private static partial void LogOpened(ILogger logger, string owner, DateTimeOffset? until, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The email provider of tenant {Owner} works again.")]
    private static partial void LogClosed(ILogger logger, string owner);

    [LoggerMessage(Level = LogLevel.Information, Message = "The email provider of tenant {Owner} is tried before its pause ends, because somebody asked for it.")]
    private static partial void LogTriedNow(ILogger logger, string owner);

    private void LogOpened(Guid tenant, DateTimeOffset? until, string why) => LogOpened(parts.Logger, parts.Tenants.DomainOf(tenant), until, why);

    private void LogClosed(Guid tenant) => LogClosed(parts.Logger, parts.Tenants.DomainOf(tenant));

    private void LogTriedNow(Guid tenant) => LogTriedNow(parts.Logger, parts.Tenants.DomainOf(tenant));
}
