namespace EmailConsole.Outbox.Store;

/// <summary>How many messages of a tenant are in a state; kept in the same transactions as they are.</summary>
public sealed class OutboxCounter
{
    public Guid TenantId { get; init; }

    public EmailState State { get; init; }

    public long Count { get; init; }
}
