namespace EmailConsole.Outbox.Store;

/// <summary>How much of a tenant's is kept; changed in the same transactions as what it counts.</summary>
public sealed class OutboxSize
{
    public Guid TenantId { get; init; }

    /// <summary>Which node has counted it, so that no two wait for each other's row; of those that are gone, and where one alone writes: empty. What holds is the sum.</summary>
    public Guid NodeId { get; init; }

    /// <summary>Bytes on the wire of the messages that wait, see <see cref="OutboxMessage.Size"/>.</summary>
    public long WaitingBytes { get; init; }

    /// <summary>Bytes of the used keys, see <see cref="OutboxKey.Cost"/>.</summary>
    public long KeyBytes { get; init; }
}
