using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Pool;

/// <summary>How much a provider's server is asked to bear.</summary>
/// <param name="Connections">Open at a time.</param>
/// <param name="MessagesPerMinute">Null: no limit.</param>
/// <param name="MessagesPerConnection">Then the connection is closed.</param>
internal sealed record SenderLimits(int Connections, int? MessagesPerMinute, int MessagesPerConnection)
{
    public static SenderLimits For(EmailProviderSettings settings, DeliveryOptions options) => new(
        settings.MaxConnections ?? options.MaxConnections,
        settings.MessagesPerMinute,
        settings.MessagesPerConnection ?? options.MessagesPerConnection);
}
