using EmailConsole.Delivery;
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

    /// <summary>
    /// Of what one provider may have already, so many of a priority: it waits for that one alone, perhaps for hours, and must not keep what leaves by
    /// others out of memory.
    /// </summary>
    public const int MostStaying = 32;

    // What the objects around a small message cost
    private const int Overhead = 1024;

    // Whose node stands in no list any more is in flight
    private readonly Dictionary<Guid, LinkedListNode<ReadyEmail>> _held = [];
    private readonly LaneQueues _queues = new();
    private readonly HashSet<Guid> _expired = [];
    private readonly Dictionary<Guid, TakenEmail> _taken = [];
    private readonly int[] _count = new int[3];

    // By provider: held, in flight or not
    private readonly Dictionary<(Guid Provider, EmailPriority Priority), int> _staying = [];
    private readonly int[] _readyStaying = new int[3];
    private readonly bool[] _isFull = new bool[3];
    private long _bytes;

    public int Ready => _queues.Total;

    public int InFlight => _held.Count - _queues.Total;

    public bool IsEmpty => _held.Count == 0;

    /// <summary>Those whose time was over when they were to be taken; in flight until the database knows it.</summary>
    public IReadOnlyCollection<Guid> Expired => _expired;

    public IEnumerable<Guid> InFlightIds => _held.Where(h => h.Value.List is null).Select(h => h.Key);

    /// <summary>What is done with a message that a channel has; null: no channel has it, or it is about to begin.</summary>
    public StageUnderWay? UnderWay(Guid id) => _taken.GetValueOrDefault(id)?.Progress.Now;

    /// <returns>Null: it is not held.</returns>
    public EmailPriority? PriorityOf(Guid id) => _held.GetValueOrDefault(id)?.Value.Waiting.Priority;

    /// <summary>Whether it has few of a priority, and memory for more.</summary>
    public bool WantsMore(EmailPriority priority) => !_isFull[(int)priority] && ReadyToGo(priority) < LowWater;

    /// <summary>How many of a priority it should be given at most.</summary>
    public int RoomFor(EmailPriority priority) =>
        (int)Math.Min(LaneQueues.Capacity - ReadyToGo(priority), Math.Max(8, memory.Free / (16 * 1024)));

    /// <summary>Whether it holds enough of what that provider may have.</summary>
    public bool IsFullOf(Guid provider, EmailPriority priority) => _staying.GetValueOrDefault((provider, priority)) >= MostStaying;

    /// <returns>The providers of which it holds enough.</returns>
    public IReadOnlyCollection<Guid> FullOf(EmailPriority priority) =>
        _staying.Count == 0 ? [] : [.. _staying.Where(s => s.Key.Priority == priority && s.Value >= MostStaying).Select(s => s.Key.Provider)];

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

        var provider = StaysAt(email);
        var count = provider is { } only ? _staying.GetValueOrDefault((only, priority)) : _count[(int)priority];
        if (provider is null ? ReadyToGo(priority) >= LaneQueues.Capacity : count >= MostStaying)
        {
            return false;
        }

        if (!memory.TryTake(CostOf(email), _bytes, priority, isOnly: count == 0))
        {
            _isFull[(int)priority] = true;
            return false;
        }

        _held.Add(email.Waiting.Id, _queues.Enqueue(email));
        _bytes += CostOf(email);
        Count(email, 1);
        _readyStaying[(int)priority] += provider is null ? 0 : 1;
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
            _readyStaying[(int)email.Waiting.Priority] -= StaysAt(email) is null ? 0 : 1;
            if (email.Waiting.ExpiresAt > now)
            {
                return email;
            }

            _expired.Add(email.Waiting.Id);
        }

        return null;
    }

    /// <summary>A channel has it; null: none was left.</summary>
    public void Taken(Dispatch? dispatch)
    {
        if (dispatch is not null)
        {
            _taken[dispatch.Waiting.Id] = new TakenEmail(dispatch.Progress);
        }
    }

    /// <param name="id">That a channel has.</param>
    /// <param name="isLast">Something of it is about to go out.</param>
    /// <returns>False: the lane has let go of it.</returns>
    public bool MayGoOut(Guid id, bool isLast)
    {
        if (_taken.GetValueOrDefault(id) is not { IsLetGo: false } taken)
        {
            return false;
        }

        taken.IsOut |= isLast;
        return true;
    }

    /// <summary>The database may have work that is not held, or that is held as it was before.</summary>
    public void WorkAvailable()
    {
        foreach (var taken in _taken.Values)
        {
            taken.MayWaitAgain = true;
        }
    }

    /// <summary>Whether there was work since a channel took it: what was read meanwhile has left it out.</summary>
    public bool MayWaitAgain(Guid id) => _taken.GetValueOrDefault(id) is { MayWaitAgain: true };

    /// <summary>A message is in flight no more.</summary>
    public void End(Guid id)
    {
        if (_held.Remove(id, out var node))
        {
            _readyStaying[(int)node.Value.Waiting.Priority] -= node.List is null || StaysAt(node.Value) is null ? 0 : 1;
            LaneQueues.Remove(node);
            memory.GiveBack(CostOf(node.Value));
            _bytes -= CostOf(node.Value);
            Count(node.Value, -1);
            _expired.Remove(id);
            _taken.Remove(id);
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

    /// <summary>Lets go of what is ready, and of what a channel has while nothing of it is out: that stays in flight, and does not go out.</summary>
    /// <param name="ids">To be let go of.</param>
    /// <param name="kept">Filled with the others in flight.</param>
    public void Withdraw(IEnumerable<Guid> ids, ICollection<Guid> kept)
    {
        foreach (var id in ids)
        {
            if (!_held.TryGetValue(id, out var node) || node.List is not null)
            {
                End(id);
            }
            else if (_taken.GetValueOrDefault(id) is { IsOut: false } taken)
            {
                taken.IsLetGo = true;
            }
            else
            {
                kept.Add(id);
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

    private int ReadyToGo(EmailPriority priority) => _queues.Count(priority) - _readyStaying[(int)priority];

    private void Count(ReadyEmail email, int change)
    {
        var priority = email.Waiting.Priority;
        if (StaysAt(email) is not { } provider)
        {
            _count[(int)priority] += change;
        }
        else if ((_staying[(provider, priority)] = _staying.GetValueOrDefault((provider, priority)) + change) == 0)
        {
            _staying.Remove((provider, priority));
        }
    }

    private static Guid? StaysAt(ReadyEmail email) => email.Waiting.Route is { Step: RouteStep.Stay, From: { } provider } ? provider : null;

    private static long CostOf(ReadyEmail email) => email.Waiting.Size + Overhead;
}

/// <summary>A message that a channel has.</summary>
internal sealed class TakenEmail(DeliveryProgress progress)
{
    public DeliveryProgress Progress => progress;

    /// <summary>Something of it may be with a server.</summary>
    public bool IsOut { get; set; }

    /// <summary>It is being cancelled, or was, and must not go out.</summary>
    public bool IsLetGo { get; set; }

    /// <summary>It may have been resent since.</summary>
    public bool MayWaitAgain { get; set; }
}
