using EmailConsole.Cluster;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Sending.Lanes;

namespace EmailConsole.Sending.Loading;

/// <summary>Passes what the outbox says to the lanes, here or on the node that has them, and has those loaded that nobody has.</summary>
internal sealed class OutboxLanes(
    LaneSet lanes, LaneWakes wakes, LaneWithdrawals withdrawals, LaneLoader loader, INode node, INodeCalls nodes, TimeProvider clock) : IOutboxLanes
{
    // Longer than it takes until what a lost node owned is free
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

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

    public async ValueTask<Withdrawal> WithdrawAsync(Guid tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var start = clock.GetTimestamp();
        while (true)
        {
            var (isHere, owner) = await loader.BorrowAsync(tenantId, cancellationToken);
            if (isHere)
            {
                return withdrawals.Begin(tenantId, owner!.Value, ids, patience: null);
            }

            if (owner is { } other && await nodes.WithdrawAsync(other, tenantId, ids, cancellationToken) is { } withdrawal)
            {
                return withdrawal;
            }

            if (clock.GetElapsedTime(start) >= Patience)
            {
                throw new OutboxUnavailableException("The node that sends this tenant's mail does not answer; nothing was changed.");
            }

            await Task.Delay(Look, clock, cancellationToken);
        }
    }

    public void WithdrawalEnded(Withdrawal withdrawal)
    {
        // This node may have become another one since
        if (!withdrawals.End(withdrawal.Id) && withdrawal.Node != node.Id)
        {
            _ = nodes.WithdrawalEndedAsync(withdrawal.Node, withdrawal.Id, CancellationToken.None);
        }
    }

    public async ValueTask<IReadOnlyCollection<Guid>> SendingAsync(Guid? tenantId, CancellationToken cancellationToken)
    {
        if (tenantId is { } one)
        {
            return lanes.Get(one) is { } lane ? lane.InFlight()
                : await loader.FindOtherAsync(one, cancellationToken) is { } other ? await nodes.SendingAsync(other, one, cancellationToken) ?? []
                : [];
        }

        var others = await Task.WhenAll(node.All.Where(n => n.Id != node.Id).Select(n => nodes.SendingAsync(n.Id, null, cancellationToken)));
        return [.. lanes.GetAll().SelectMany(lane => lane.InFlight()), .. others.SelectMany(ids => ids ?? [])];
    }

    public async ValueTask<StageUnderWay?> UnderWayAsync(Guid tenantId, Guid id, CancellationToken cancellationToken) =>
        lanes.Get(tenantId) is { } lane ? lane.UnderWay(id)
        : await loader.FindOtherAsync(tenantId, cancellationToken) is { } other ? await nodes.UnderWayAsync(other, tenantId, id, cancellationToken)
        : null;
}
