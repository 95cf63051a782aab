using EmailConsole.Outbox;

namespace EmailConsole.Sending.Lanes;

/// <summary>Passes what the outbox says to the lanes that are loaded, and has the others loaded.</summary>
internal sealed class OutboxLanes(LaneSet lanes, LaneWakes wakes, WithdrawnEmails withdrawn) : IOutboxLanes
{
    public void Accepted(Guid tenantId, IReadOnlyList<ReadyEmail> emails)
    {
        if (lanes.Get(tenantId)?.Accept(emails) == true)
        {
            return;
        }

        // Also for later ones: a lane with waiting work stays loaded, and knows when the next one falls due
        wakes.Wake(tenantId);
    }

    public void WorkAvailable(Guid tenantId)
    {
        if (lanes.Get(tenantId) is { IsStopped: false } lane)
        {
            lane.WorkAvailable();
        }
        else
        {
            wakes.Wake(tenantId);
        }
    }

    public ValueTask<IReadOnlyCollection<Guid>> WithdrawAsync(
        Guid tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        // First: a lane that begins to read now must know of them
        withdrawn.Add(ids);
        HashSet<Guid> kept = [];
        lanes.Get(tenantId)?.Withdraw(ids, kept);
        return ValueTask.FromResult<IReadOnlyCollection<Guid>>(kept);
    }

    public void WithdrawalEnded(Guid tenantId, IReadOnlyCollection<Guid> ids)
    {
        withdrawn.Remove(ids);
        if (lanes.Get(tenantId) is { IsStopped: false } lane)
        {
            lane.WorkAvailable();
        }
    }

    public string? WhyWaiting(Guid tenantId) => lanes.Get(tenantId)?.WhyWaiting;

    public ValueTask<IReadOnlyCollection<Guid>> SendingAsync(Guid? tenantId, CancellationToken cancellationToken)
    {
        List<Guid> sending = [];
        foreach (var lane in tenantId is { } one ? lanes.Get(one) is { } found ? [found] : [] : lanes.GetAll())
        {
            sending.AddRange(lane.InFlight());
        }

        return ValueTask.FromResult<IReadOnlyCollection<Guid>>(sending);
    }
}
