namespace EmailConsole.Outbox;

/// <summary>What the outbox tells and asks those who drain it. Implementations must be quick, must not throw, and bear any thread.</summary>
public interface IOutboxLanes
{
    /// <summary>
    /// These were committed. A shortcut, no promise: what is not taken here is found by <see cref="IOutboxStore.TakeDueAsync"/>.
    /// Called on the writer's thread before the callers are answered, so it must only note them.
    /// </summary>
    void Accepted(Guid tenantId, IReadOnlyList<ReadyEmail> emails);

    /// <summary>Work is due in the database which no lane holds: a resend.</summary>
    void WorkAvailable(Guid tenantId);

    /// <summary>Lets go of messages that are about to be cancelled or expired, and never sends them from what it holds.</summary>
    /// <returns>Those it cannot let go of, because they are being sent at this moment.</returns>
    ValueTask<IReadOnlyCollection<Guid>> WithdrawAsync(Guid tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>The ending of these has ended, or failed: what of them still waits may be sent again.</summary>
    void WithdrawalEnded(Guid tenantId, IReadOnlyCollection<Guid> ids);

    /// <summary>Why the tenant's mail cannot leave at this moment, as the tenant may read it; null: nothing is known to hinder it.</summary>
    string? WhyWaiting(Guid tenantId);

    /// <summary>Those of the tenant that are being sent at this moment; null: of all tenants.</summary>
    ValueTask<IReadOnlyCollection<Guid>> SendingAsync(Guid? tenantId, CancellationToken cancellationToken);
}
