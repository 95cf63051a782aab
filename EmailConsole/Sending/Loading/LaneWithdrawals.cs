using System.Collections.Concurrent;
using EmailConsole.Outbox;
using EmailConsole.Sending.Lanes;

namespace EmailConsole.Sending.Loading;

/// <summary>What lanes of this node have let go of, or would have, until the ending of it has ended. The lane is this node's meanwhile.</summary>
internal sealed class LaneWithdrawals(LaneSet lanes, LaneLoader loader, WithdrawnEmails withdrawn, TimeProvider clock)
{
    /// <summary>After so long one ends by itself that another node asked for: that node may be gone, and what still waits must not wait for ever.</summary>
    public static readonly TimeSpan OfOthers = TimeSpan.FromSeconds(30);

    private readonly ConcurrentDictionary<Guid, (Guid Tenant, IReadOnlyCollection<Guid> Emails)> _running = new();

    /// <param name="tenantId">Whose; the lane was borrowed (<see cref="LaneLoader.BorrowAsync"/>).</param>
    /// <param name="owner">As which node it was.</param>
    /// <param name="ids">The messages.</param>
    /// <param name="patience">Null: whoever asks ends it.</param>
    public Withdrawal Begin(Guid tenantId, Guid owner, IReadOnlyCollection<Guid> ids, TimeSpan? patience)
    {
        // First: a lane that begins to read now must know of them
        withdrawn.Add(ids);
        HashSet<Guid> kept = [];
        var lane = lanes.Get(tenantId);
        lane?.Withdraw(ids, kept);
        var withdrawal = new Withdrawal(Guid.NewGuid(), kept, lane?.WhyWaiting, owner);
        _running[withdrawal.Id] = (tenantId, ids);
        if (patience is { } time)
        {
            _ = EndLaterAsync(withdrawal.Id, time);
        }

        return withdrawal;
    }

    /// <returns>False: it was not begun here, or has ended.</returns>
    public bool End(Guid id)
    {
        if (!_running.TryRemove(id, out var begun))
        {
            return false;
        }

        withdrawn.Remove(begun.Emails);
        loader.EndBorrowing(begun.Tenant);
        if (lanes.Get(begun.Tenant) is { IsStopped: false } lane)
        {
            lane.WorkAvailable();
        }

        return true;
    }

    private async Task EndLaterAsync(Guid id, TimeSpan time)
    {
        await Task.Delay(time, clock);
        End(id);
    }
}
