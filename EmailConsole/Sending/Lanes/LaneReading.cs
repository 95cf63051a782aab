using EmailConsole.Outbox;

namespace EmailConsole.Sending.Lanes;

/// <summary>What a lane does with the database.</summary>
internal abstract record LaneRead
{
    /// <summary>It has nothing to ask.</summary>
    internal sealed record Idle : LaneRead;

    /// <summary>It was answered with a fault, and asks nothing for a while.</summary>
    /// <param name="Since">A time stamp of the clock: one that is set back must not make it long.</param>
    internal sealed record Resting(long Since) : LaneRead;

    /// <summary>It ends what expired.</summary>
    internal sealed record Expire(IReadOnlyList<Guid> Ids) : LaneRead;

    /// <summary>It reads what is due.</summary>
    /// <param name="Priority">Of this priority alone.</param>
    /// <param name="Max">At most so many.</param>
    /// <param name="Skip">Messages being cancelled, also those that are while it reads.</param>
    /// <param name="Holding">Not these.</param>
    /// <param name="NotStayingAt">Nor what these providers may have: enough of it is held.</param>
    internal sealed record Due(
        EmailPriority Priority, int Max, HashSet<Guid> Skip, IReadOnlyCollection<Guid> Holding, IReadOnlyCollection<Guid> NotStayingAt) : LaneRead;

    /// <summary>It asks when the next message falls due.</summary>
    /// <param name="After">What is due by then is found by the readings behind it.</param>
    internal sealed record NextDue(DateTimeOffset After) : LaneRead;
}

/// <summary>What a lane is to ask the database, and when. Not thread-safe: guarded by the lane.</summary>
internal sealed class LaneReading(HeldEmails held, WithdrawnEmails withdrawn, TimeProvider clock)
{
    /// <summary>The pause after a fault.</summary>
    public static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(1);

    private const int Priorities = 3;

    // At first nobody has looked
    private readonly Stored[] _stored = [Stored.More, Stored.More, Stored.More];
    private bool _asksNextDue = true;

    // Providers of which what may be there was not read the last time, since enough of it was held
    private readonly IReadOnlyCollection<Guid>[] _leftOut = [[], [], []];

    // What falls due after it is known to the alarm
    private DateTimeOffset _nextDueAfter;

    // The priorities by turns: none may keep the others from being read
    private int _turn;

    /// <summary>Whether the database may hold due messages of a priority that are not in memory.</summary>
    private enum Stored
    {
        Nothing,
        More,
        BeingRead,

        /// <summary>Being read, and there is something since that this may not see.</summary>
        BeingReadAndMore,
    }

    public LaneRead Now { get; private set; } = new LaneRead.Idle();

    /// <summary>How long it asks nothing yet after a fault; null: it may ask.</summary>
    public TimeSpan? Rest =>
        Now is LaneRead.Resting { Since: var since } && AfterFault - clock.GetElapsedTime(since) is { Ticks: > 0 } left ? left : null;

    public bool IsReading => Now is LaneRead.Expire or LaneRead.Due or LaneRead.NextDue;

    public bool HasMore => _stored.Any(s => s != Stored.Nothing);

    public bool HasMoreOf(EmailPriority priority) => _stored[(int)priority] != Stored.Nothing;

    /// <summary>There is something in the database that was not taken into memory.</summary>
    public void Missed(EmailPriority priority) =>
        _stored[(int)priority] = _stored[(int)priority] is Stored.BeingRead or Stored.BeingReadAndMore ? Stored.BeingReadAndMore : Stored.More;

    /// <summary>What was in flight has ended.</summary>
    /// <param name="id">Of the message.</param>
    /// <param name="waits">It waits in the database as before.</param>
    public void Ended(Guid id, bool waits)
    {
        if ((waits || held.MayWaitAgain(id)) && held.PriorityOf(id) is { } priority)
        {
            Missed(priority);
        }

        held.End(id);
    }

    /// <summary>There may be something of any priority. Also what is in flight: cancelled, or recorded, and resent before the lane has heard of it.</summary>
    public void WorkAvailable()
    {
        held.WorkAvailable();
        MissedAll();
    }

    /// <summary>A message may be due, or fall due sooner than was known.</summary>
    public void LookAgain()
    {
        MissedAll();
        _asksNextDue = true;
    }

    /// <summary>These are being cancelled: a reading under way must not bring them.</summary>
    public void Withdraw(IEnumerable<Guid> ids) => (Now as LaneRead.Due)?.Skip.UnionWith(ids);

    /// <returns>What is to be asked first; null: nothing, or it is being asked.</returns>
    public LaneRead? TryBegin()
    {
        if (IsReading || Rest is not null)
        {
            return null;
        }

        _turn = 0;
        return Next();
    }

    /// <returns>What is to be asked next; null: nothing.</returns>
    public LaneRead? Next()
    {
        if (held.Expired.Count > 0)
        {
            return Now = new LaneRead.Expire([.. held.Expired]);
        }

        // First: what falls due while the others are read is known by then. What was due before a clock was set back is due later now
        if (clock.GetUtcNow() is var now && (_asksNextDue || now < _nextDueAfter))
        {
            (_asksNextDue, _nextDueAfter) = (false, now);
            return Now = new LaneRead.NextDue(now);
        }

        for (var i = 0; i < Priorities; i++, _turn++)
        {
            var turn = _turn % Priorities;
            var priority = (EmailPriority)turn;
            if ((_stored[turn] != Stored.Nothing || _leftOut[turn].Any(p => !held.IsFullOf(p, priority))) && held.WantsMore(priority))
            {
                _turn++;
                _stored[turn] = Stored.BeingRead;
                _leftOut[turn] = held.FullOf(priority);
                var skip = withdrawn.Current();
                return Now = new LaneRead.Due(priority, held.RoomFor(priority), skip, [.. held.NotToRead(priority), .. skip], _leftOut[turn]);
            }
        }

        return Stop();
    }

    /// <param name="read">That has ended.</param>
    /// <param name="sawAll">It took all that was there.</param>
    public void End(LaneRead.Due read, bool sawAll)
    {
        ref var stored = ref _stored[(int)read.Priority];
        stored = sawAll && stored == Stored.BeingRead ? Stored.Nothing : Stored.More;
    }

    public void Fail()
    {
        _asksNextDue |= Now is LaneRead.NextDue;
        Now = new LaneRead.Resting(clock.GetTimestamp());
    }

    /// <summary>Nothing more is asked.</summary>
    public LaneRead? Stop()
    {
        Now = new LaneRead.Idle();
        return null;
    }

    private void MissedAll()
    {
        for (var priority = EmailPriority.High; priority <= EmailPriority.Bulk; priority++)
        {
            Missed(priority);
        }
    }
}
