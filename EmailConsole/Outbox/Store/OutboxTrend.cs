namespace EmailConsole.Outbox.Store;

/// <summary>How often something happened to a tenant's messages within an interval; kept in the same transactions.</summary>
public sealed class OutboxTrend
{
    /// <summary>Empty: all tenants together.</summary>
    public Guid TenantId { get; init; }

    public DateTimeOffset Start { get; init; }

    /// <summary>See <see cref="Trends.TrendMeasure"/>.</summary>
    public int Measure { get; init; }

    /// <inheritdoc cref="OutboxCounter.NodeId"/>
    public Guid NodeId { get; init; }

    public long Count { get; init; }
}
