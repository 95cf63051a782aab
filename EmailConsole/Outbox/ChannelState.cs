using EmailConsole.Delivery;

namespace EmailConsole.Outbox;

/// <summary>A channel at this moment.</summary>
/// <param name="ProviderId">Of which provider.</param>
/// <param name="OwnerTenantId">Whose that is.</param>
/// <param name="Connections">Open to the provider's server.</param>
/// <param name="Sending">Messages being handed over.</param>
/// <param name="Allowed">How many may be handed over at a time, as the provider bears it now.</param>
/// <param name="ThrottledUntil">The server asked for a pause; null: it did not.</param>
/// <param name="Circuit">Whether it is tried at all.</param>
public sealed record ChannelState(
    Guid ProviderId, Guid OwnerTenantId, int Connections, int Sending, int Allowed, DateTimeOffset? ThrottledUntil, CircuitState Circuit)
{
    /// <summary>The place of the provider in its owner's route, from 0.</summary>
    public int Place { get; init; }

    /// <summary>Why the provider could not be used the last time; null: it has taken a message since, or is not known. Its owner's to read.</summary>
    public DeliveryFailure? LastFailure { get; init; }

    /// <summary>When that was; null: there is none.</summary>
    public DateTimeOffset? FailedAt { get; init; }

    /// <summary>Since when it fails, or takes nothing and asks for less; null: it does not, or asks for less since a moment ago.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    /// <summary>No attempt comes before then; null: whenever its own time comes.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Nothing sets out before a time.</summary>
    public bool IsPaused => Circuit.Position == CircuitPosition.Open || ThrottledUntil is not null;
}
