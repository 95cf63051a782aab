namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Changes messages one by one: each is read, decided on and written, and read again where somebody else was faster.</summary>
internal abstract class ChangeWrite(IReadOnlyList<Guid> ids) : OutboxWrite<IReadOnlyList<EmailChange>>
{
    public override void Announce(GroupNeeds needs) => needs.Messages.UnionWith(ids);

    protected sealed override IReadOnlyList<EmailChange> Write(OutboxSession session) => [.. ids.Select(id => Change(session, id))];

    /// <returns>What became of it; null: it has changed since it was read.</returns>
    protected abstract EmailChange? TryChange(OutboxSession session, MessageRow? row);

    /// <returns>What a write of <see cref="MessageRow"/> means.</returns>
    protected static EmailChange? DoneIf(bool isWritten) => isWritten ? EmailChange.Done : null;

    private EmailChange Change(OutboxSession session, Guid id)
    {
        while (true)
        {
            if (TryChange(session, session.Find(id)) is { } change)
            {
                return change;
            }
        }
    }
}

/// <summary>Ends messages that a lane has let go of. Where another node may have it meanwhile, nothing is ended: it may be sending them.</summary>
internal abstract class EndWrite(IReadOnlyList<Guid> ids, Withdrawal? withdrawal, TimeProvider clock) : ChangeWrite(ids)
{
    public override void Announce(GroupNeeds needs)
    {
        base.Announce(needs);
        if (withdrawal is not null)
        {
            needs.Nodes.Add(withdrawal.Node);
        }
    }

    /// <summary>Whether the lane still keeps them back.</summary>
    protected bool IsHeld(OutboxSession session) => withdrawal is null || (session.IsAlive(withdrawal.Node) && clock.GetUtcNow() < withdrawal.Until);
}

/// <summary>Ends the waiting recipients of messages as cancelled.</summary>
internal sealed class CancelWrite(Guid tenantId, IReadOnlyList<Guid> ids, Withdrawal? withdrawal, TimeProvider clock) : EndWrite(ids, withdrawal, clock)
{
    private readonly DateTimeOffset _now = clock.GetUtcNow();

    protected override EmailChange? TryChange(OutboxSession session, MessageRow? row) =>
        !IsHeld(session) ? EmailChange.BeingSent
        : row is null || row.TenantId != tenantId ? EmailChange.NotFound
        : !row.State.IsWaiting ? EmailChange.AlreadyFinished
        : DoneIf(row.TryEnd(session, EmailState.Cancelled, _now));
}

/// <summary>Ends the waiting recipients of messages whose time is over; one whose time is not over, or that is finished, stays as it is.</summary>
internal sealed class ExpireWrite(IReadOnlyList<Guid> ids, Hindrance? why, Withdrawal? withdrawal, TimeProvider clock) : EndWrite(ids, withdrawal, clock)
{
    private readonly DateTimeOffset _now = clock.GetUtcNow();

    protected override EmailChange? TryChange(OutboxSession session, MessageRow? row) =>
        !IsHeld(session) ? EmailChange.BeingSent
        : row is null ? EmailChange.NotFound
        : !row.State.IsWaiting ? EmailChange.AlreadyFinished
        : row.ExpiresAt > _now ? EmailChange.StillWaiting
        : DoneIf(row.TryEnd(session, EmailState.Expired, _now, why));
}

/// <summary>Makes messages due that wait for their next try. What is scheduled by its sender stays as it is.</summary>
internal sealed class RetryWrite(Guid tenantId, IReadOnlyList<Guid> ids, DateTimeOffset now) : ChangeWrite(ids)
{
    protected override EmailChange? TryChange(OutboxSession session, MessageRow? row) =>
        row is null || row.TenantId != tenantId ? EmailChange.NotFound
        : !row.State.IsWaiting ? EmailChange.AlreadyFinished
        : row.ExpiresAt <= now ? EmailChange.Expired
        : row.DueAt <= now ? EmailChange.Done
        : row.State == EmailState.Queued ? EmailChange.Scheduled
        : DoneIf(row.TryBringForward(session, now));
}

/// <summary>Queues finished messages again, see <see cref="IOutboxStore.ResendAsync"/>.</summary>
/// <param name="tenantId">Whose.</param>
/// <param name="ids">The messages.</param>
/// <param name="keepingMessageId">Those of them that a program signed.</param>
/// <param name="now">The time.</param>
/// <param name="retryFor">How long they are tried.</param>
internal sealed class ResendWrite(
    Guid tenantId, IReadOnlyList<Guid> ids, IReadOnlySet<Guid> keepingMessageId, DateTimeOffset now, TimeSpan retryFor) : ChangeWrite(ids)
{
    public override void Announce(GroupNeeds needs)
    {
        base.Announce(needs);
        needs.Tenants.Add(tenantId);
    }

    protected override EmailChange? TryChange(OutboxSession session, MessageRow? row)
    {
        if (!session.IsActive(tenantId))
        {
            return EmailChange.TenantInactive;
        }

        if (row is null || row.TenantId != tenantId)
        {
            return EmailChange.NotFound;
        }

        var expiresAt = row.HasOwnExpiry ? row.ExpiresAt : now + retryFor;
        return row.State.IsWaiting ? EmailChange.StillWaiting
            : !row.HasContent ? EmailChange.ContentGone
            : expiresAt <= now ? EmailChange.Expired
            : DoneIf(row.TryResend(session, now, expiresAt, keepingMessageId.Contains(row.Id)));
    }
}
