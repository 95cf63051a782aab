namespace EmailConsole.Outbox;

/// <summary>What became of a request to accept. A closed list.</summary>
public abstract record AcceptOutcome
{
    private AcceptOutcome()
    {
    }

    /// <summary>Committed, as many as there was room for.</summary>
    /// <param name="Ids">In the order of the request; null: the tenant's queue is full.</param>
    /// <param name="Answer">What to tell the caller, now and when the same key comes again, in short.</param>
    public sealed record Accepted(IReadOnlyList<Guid?> Ids, ReadOnlyMemory<byte> Answer) : AcceptOutcome;

    /// <summary>The key was used with the same body before: this was answered, and nothing was accepted now.</summary>
    /// <param name="Answer">The first answer.</param>
    public sealed record Replayed(ReadOnlyMemory<byte> Answer) : AcceptOutcome;

    /// <summary>The key was used with another body before.</summary>
    public sealed record KeyReused : AcceptOutcome;

    /// <summary>The tenant was deactivated or deleted since the request began: nothing was accepted.</summary>
    public sealed record TenantInactive : AcceptOutcome;

    /// <summary>The tenant's queue has room for none of them.</summary>
    /// <param name="Bound">What is full.</param>
    public sealed record QueueFull(QueueBound Bound) : AcceptOutcome;
}
