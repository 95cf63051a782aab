using EmailConsole.Delivery;
using EmailConsole.EmailProviders;

namespace EmailConsole.Sending;

/// <summary>A provider's channel, as a lane sees it. Thread-safe.</summary>
internal interface ISendingChannel
{
    ProviderId Provider { get; }

    /// <summary>Why the server could not be used the last time; null: it has taken a message since, or is not known.</summary>
    DeliveryFailure? LastFailure { get; }

    /// <summary>A lane has something ready.</summary>
    /// <returns>False: the channel is closed.</returns>
    bool TryOffer(ISendingLane lane);
}

/// <summary>Opens the channel of a provider where this node owns it, or nobody does.</summary>
internal interface IChannelActivation
{
    /// <returns>The open channel; null: another node owns it.</returns>
    Task<ISendingChannel?> OpenAsync(ProviderId provider, CancellationToken cancellationToken);
}
