namespace EmailConsole.Sending.Lanes;

/// <summary>What it has in memory.</summary>
internal sealed partial class Lane
{
    private readonly Dictionary<Guid, LaneItem> _held = [];
    private readonly int[] _heldOf = new int[3];
    private long _bytes;

    /// <summary>Lets go of what is not being sent.</summary>
    /// <param name="ids">To be cancelled.</param>
    /// <param name="kept">Filled with those being sent.</param>
    public void Withdraw(IReadOnlyCollection<Guid> ids, ICollection<Guid> kept)
    {
        lock (_gate)
        {
            if (_isWorking)
            {
                _skip.UnionWith(ids);
            }

            foreach (var id in ids)
            {
                if (!_held.TryGetValue(id, out var item))
                {
                    continue;
                }

                if (item.IsTaken)
                {
                    kept.Add(id);
                    continue;
                }

                _queues.Withdraw(item);
                Forget(item);
            }

            StartWork();
        }
    }

    /// <summary>What is being sent, or not recorded yet.</summary>
    public void AddSending(ICollection<Guid> ids)
    {
        lock (_gate)
        {
            foreach (var (id, _) in _held.Where(h => h.Value.IsTaken))
            {
                ids.Add(id);
            }
        }
    }

    private bool TryHold(LaneItem item)
    {
        var priority = item.Email.Priority;
        if (_queues.Count(priority) >= LaneQueues.Capacity || !parts.Memory.TryTake(item.Cost, _bytes, priority, isOnly: _heldOf[(int)priority] == 0))
        {
            return false;
        }

        if (_held.TryAdd(item.Email.Id, item))
        {
            _queues.Enqueue(item);
            _bytes += item.Cost;
            _heldOf[(int)priority]++;
        }
        else
        {
            parts.Memory.GiveBack(item.Cost);
        }

        return true;
    }

    private void Forget(LaneItem item)
    {
        if (_held.Remove(item.Email.Id))
        {
            parts.Memory.GiveBack(item.Cost);
            _bytes -= item.Cost;
            _heldOf[(int)item.Email.Priority]--;
            _isFull = false;
            item.DropContent();
        }
    }
}
