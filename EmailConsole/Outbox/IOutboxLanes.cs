using EmailConsole.Delivery;

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
    /// <exception cref="OutboxUnavailableException">The node that has the tenant's lane cannot be asked; nothing was let go of.</exception>
    ValueTask<Withdrawal> WithdrawAsync(Guid tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    /// <summary>The ending has ended, or failed: what of the messages still waits may be sent again.</summary>
    void WithdrawalEnded(Withdrawal withdrawal);

    /// <summary>Those of the tenant that are being sent at this moment; null: of all tenants.</summary>
    ValueTask<IReadOnlyCollection<Guid>> SendingAsync(Guid? tenantId, CancellationToken cancellationToken);

    /// <summary>What is done at this moment with a message that is being sent; null: it is about to begin, or to end, or nobody can say.</summary>
    ValueTask<StageUnderWay?> UnderWayAsync(Guid tenantId, Guid id, CancellationToken cancellationToken);
}

/// <summary>What a lane has let go of.</summary>
/// <param name="Id">By which its end is told.</param>
/// <param name="Kept">Those it cannot let go of, because they are being sent at this moment: something of them may be with a server.</param>
/// <param name="WhyWaiting">Null: nothing is known to hinder the tenant's mail.</param>
/// <param name="Node">That has the lane.</param>
public sealed record Withdrawal(Guid Id, IReadOnlyCollection<Guid> Kept, Hindrance? WhyWaiting, Guid Node)
{
    /// <summary>The lane sends nothing of it until then, where nobody says sooner that the ending has ended.</summary>
    public DateTimeOffset Until { get; init; } = DateTimeOffset.MaxValue;
}

/// <summary>Why a tenant's mail cannot leave.</summary>
/// <param name="Words">As the tenant may read it.</param>
/// <param name="Cause">By which it is counted.</param>
public sealed record Hindrance(string Words, FailureCause Cause);
