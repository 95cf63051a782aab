using EmailConsole.Outbox;

namespace EmailConsole.Sending.Lanes;

/// <summary>
/// What a lane has in memory: messages that are ready, and those in flight, which a channel sends or whose result is being
/// recorded. Not thread-safe: guarded by the lane.
/// </summary>
internal sealed class HeldEmails(LaneMemory memory)
{
    /// <summary>Below so many ready messages of a priority the database is asked for more.</summary>
    private const int LowWater = 64;

    // What the objects around a small message cost
    private const int Overhead = 1024;

    // Whose node stands in no list any more is in flight
    private readonly Dictionary<Guid, LinkedListNode<ReadyEmail>> _held = [];
    private readonly LaneQueues _queues = new();
    private readonly HashSet<Guid> _expired = [];
    private readonly int[] _count = new int[3];
    private readonly bool[] _isFull = new bool[3];
    private long _bytes;

    public int Ready => _queues.Total;

    public int InFlight => _held.Count - _queues.Total;

    public bool IsEmpty => _held.Count == 0;

    /// <summary>Those whose time was over when they were to be taken; in flight until the database knows it.</summary>
    public IReadOnlyCollection<Guid> Expired => _expired;

    public IEnumerable<Guid> InFlightIds => _held.Where(h => h.Value.List is null).Select(h => h.Key);

    /// <returns>Null: it is not held.</returns>
    public EmailPriority? PriorityOf(Guid id) => _held.GetValueOrDefault(id)?.Value.Waiting.Priority;

    /// <summary>Whether it has few of a priority, and memory for more.</summary>
    public bool WantsMore(EmailPriority priority) => !_isFull[(int)priority] && _queues.Count(priority) < LowWater;

    /// <summary>How many of a priority it should be given at most.</summary>
    public int RoomFor(EmailPriority priority) =>
        (int)Math.Min(LaneQueues.Capacity - _queues.Count(priority), Math.Max(8, memory.Free / (16 * 1024)));

    /// <summary>Those of a priority that must not be read from the database.</summary>
    public IEnumerable<Guid> NotToRead(EmailPriority priority) =>
        _held.Where(h => h.Value.Value.Waiting.Priority == priority).Select(h => h.Key);

    /// <returns>False: there is no room for it.</returns>
    public bool TryAdd(ReadyEmail email)
    {
        var priority = email.Waiting.Priority;
        if (_held.ContainsKey(email.Waiting.Id))
        {
            return true;
        }

        if (_queues.Count(priority) >= LaneQueues.Capacity)
        {
            return false;
        }

        if (!memory.TryTake(CostOf(email), _bytes, priority, isOnly: _count[(int)priority] == 0))
        {
            _isFull[(int)priority] = true;
            return false;
        }

        _held.Add(email.Waiting.Id, _queues.Enqueue(email));
        _bytes += CostOf(email);
        _count[(int)priority]++;
        return true;
    }

    /// <summary>Those that are ready.</summary>
    public IEnumerable<WaitingEmail> ReadyEmails => _queues.All.Select(e => e.Waiting);

    /// <summary>The next message; those whose time is over are set aside.</summary>
    /// <param name="now">The time.</param>
    /// <param name="which">Which may be taken; null: any.</param>
    /// <returns>Null: none of these is ready.</returns>
    public ReadyEmail? Take(DateTimeOffset now, Func<WaitingEmail, bool>? which = null)
    {
        while (_queues.Dequeue(which) is { } email)
        {
            if (email.Waiting.ExpiresAt > now)
            {
                return email;
            }

            _expired.Add(email.Waiting.Id);
        }

        return null;
    }

    /// <summary>A message is in flight no more.</summary>
    public void End(Guid id)
    {
        if (_held.Remove(id, out var node))
        {
            LaneQueues.Remove(node);
            memory.GiveBack(CostOf(node.Value));
            _bytes -= CostOf(node.Value);
            _count[(int)node.Value.Waiting.Priority]--;
            _expired.Remove(id);
            HasRoomAgain();
        }
    }

    public void End(IEnumerable<Guid> ids)
    {
        foreach (var id in ids)
        {
            End(id);
        }
    }

    /// <summary>Lets go of what is ready.</summary>
    /// <param name="ids">To be let go of.</param>
    /// <param name="kept">Filled with those in flight.</param>
    public void Withdraw(IEnumerable<Guid> ids, ICollection<Guid> kept)
    {
        foreach (var id in ids)
        {
            if (_held.TryGetValue(id, out var node) && node.List is null)
            {
                kept.Add(id);
            }
            else
            {
                End(id);
            }
        }
    }

    /// <summary>Lets go of everything but what is in flight.</summary>
    /// <returns>Whether anything was ready.</returns>
    public bool Clear()
    {
        var hadReady = Ready > 0;
        End(_held.Where(h => h.Value.List is not null).Select(h => h.Key).Concat(_expired).ToList());
        return hadReady;
    }

    /// <summary>Something has ended, here or elsewhere: what there was no room for may find some.</summary>
    public void HasRoomAgain() => Array.Clear(_isFull);

    private static long CostOf(ReadyEmail email) => email.Waiting.Size + Overhead;
}
