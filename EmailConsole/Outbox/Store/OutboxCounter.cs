namespace EmailConsole.Outbox.Store;

/// <summary>How many messages of a tenant are in a state; kept in the same transactions as they are.</summary>
public sealed class OutboxCounter
{
    public Guid TenantId { get; init; }

    public EmailState State { get; init; }

    /// <summary>Which node has counted it, so that no two wait for each other's row; of those that are gone, and where one alone writes: empty. What holds is the sum.</summary>
    public Guid NodeId { get; init; }

    public long Count { get; init; }
}
