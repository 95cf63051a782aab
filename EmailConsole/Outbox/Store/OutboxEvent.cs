namespace EmailConsole.Outbox.Store;

/// <summary>
/// What became of a message, for those who are to be told: written in the transaction that records it, deleted in the one that hands it on. What does
/// not change any more is read from the message then.
/// </summary>
public sealed class OutboxEvent
{
    /// <summary>Version 7.</summary>
    public Guid Id { get; init; }

    public Guid TenantId { get; init; }

    /// <summary>May be deleted meanwhile.</summary>
    public Guid MessageId { get; init; }

    public EmailEventKind Kind { get; init; }

    public DateTimeOffset OccurredAt { get; init; }

    /// <summary>Of the message by then; the last one has this number.</summary>
    public int Attempts { get; init; }

    /// <summary>A byte for each recipient, in the order of the message: its <see cref="EmailState"/>.</summary>
    public required byte[] States { get; init; }
}
