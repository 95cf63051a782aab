using EmailConsole.Delivery;
using EmailConsole.Outbox.Trends;

namespace EmailConsole.Outbox.Store;

/// <summary>When something last happened to a tenant's messages, or through a provider; kept in the same transactions.</summary>
public sealed class OutboxLatest
{
    /// <summary>The tenant, or of what is known of a provider that one's id (see <see cref="LatestKind"/>).</summary>
    public Guid TenantId { get; init; }

    public LatestKind Kind { get; init; }

    public DateTimeOffset At { get; init; }

    public Guid MessageId { get; init; }

    /// <summary>Where it failed; null: it did not.</summary>
    public DeliveryStage? Stage { get; init; }

    public string? Cause { get; init; }
}
