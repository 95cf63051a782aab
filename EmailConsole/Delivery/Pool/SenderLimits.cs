using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.Delivery.Pool;

/// <summary>How much a provider's server is asked to bear.</summary>
/// <param name="Connections">Open at a time.</param>
/// <param name="MessagesPerMinute">Null: no limit.</param>
/// <param name="MessagesPerConnection">Then the connection is closed.</param>
internal sealed record SenderLimits(int Connections, int? MessagesPerMinute, int MessagesPerConnection)
{
    /// <summary>Recipients of one message; null: no limit is known.</summary>
    public int? RecipientsPerMessage { get; init; }

    /// <summary>What the settings say, else what is known of the provider, else the defaults.</summary>
    /// <remarks>Where the settings name no number, as in the super tenant's file, a known server's own limits hold.</remarks>
    public static SenderLimits For(EmailProviderSettings settings, DeliveryOptions options)
    {
        var known = ProviderKinds.Find(settings.Kind)?.LimitsOf(settings);
        return new(
            settings.MaxConnections ?? known?.Connections ?? options.MaxConnections,
            settings.MessagesPerMinute ?? known?.MessagesPerMinute,
            settings.MessagesPerConnection ?? known?.MessagesPerConnection ?? options.MessagesPerConnection)
        {
            RecipientsPerMessage = known?.RecipientsPerMessage,
        };
    }
}
