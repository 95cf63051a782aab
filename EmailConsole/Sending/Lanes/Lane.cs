using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Tenants;

namespace EmailConsole.Sending.Lanes;

/// <summary>
/// One tenant's queue while it is loaded: a bounded part of what waits, ready for the channel of the provider in force. What
/// is beyond the bound stays in the database and is read when there is room. What it holds, reads and sends by are objects of
/// their own, under its one lock. Thread-safe. Never calls out while holding the lock.
/// </summary>
internal sealed class Lane : ISendingLane, IDisposable
{
    private static readonly TimeSpan LookForStandby = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly LaneParts _parts;
    private readonly Action<Lane> _drained;
    private readonly HeldEmails _held;
    private readonly LaneReading _reading;
    private readonly LaneAlarm _alarm;
    private readonly LaneProvider _provider;
    private readonly LaneQueries _queries;
    private readonly LaneAlarm _standbyAlarm;
    private CancellationTokenSource _closing = new();
    private long _usedAt;
    private Guid _node;

    /// <param name="tenantId">Whose.</param>
    /// <param name="node">As which it is loaded.</param>
    /// <param name="parts">What it works with.</param>
    /// <param name="drained">Called when it is stopped and nothing is in flight, perhaps more than once.</param>
    public Lane(Guid tenantId, Guid node, LaneParts parts, Action<Lane> drained)
    {
        (TenantId, _node, _parts, _drained) = (tenantId, node, parts, drained);
        _held = new HeldEmails(parts.Memory);
        _reading = new LaneReading(_held, parts.Withdrawn, parts.Clock);
        _alarm = new LaneAlarm(parts.Clock, Ring);
        _provider = new LaneProvider(parts.Clock);
        _standbyAlarm = new LaneAlarm(parts.Clock, ChannelPaused);
        _queries = new LaneQueries(this, parts, _held, _reading, _provider, _alarm, Change);
        (LoadedAt, _usedAt) = (parts.Clock.GetUtcNow(), parts.Clock.GetTimestamp());
    }

    public Guid TenantId { get; }

    /// <summary>The providers by whose channels it sends; none: it does not know them just now.</summary>
    public IReadOnlyList<ProviderInForce> Providers => Read(() => _provider.Route?.Stops.Select(s => s.Provider).ToList()) ?? [];

    public DateTimeOffset LoadedAt { get; private set; }

    public bool IsStopped => Read(() => _provider.IsStopped);

    /// <summary>Stopped, and nothing of it is in flight any more.</summary>
    public bool IsDrained => Read(IsDrainedNow);

    /// <summary>Whether it waits for the store.</summary>
    public bool IsReading => Read(() => _reading.IsReading);

    /// <summary>Whether a message is due, in flight or not recorded yet.</summary>
    public bool HasDueWork => Read(() => !_held.IsEmpty || _reading.IsReading || _reading.HasMore);

    /// <summary>Why what waits cannot leave; null: nothing is known to hinder it.</summary>
    public Hindrance? WhyWaiting => Read(() => _provider.Route)?.WhyFailing(TenantId);

    /// <summary>Nothing waits, now or for later, and nobody used it for so long.</summary>
    public bool IsIdleFor(TimeSpan time) =>
        Read(() => _parts.Clock.GetElapsedTime(_usedAt) >= time && _held.IsEmpty && !_reading.IsReading) && Waiting == 0;

    public LaneState State() => StateOf(Waiting);

    public void Start() => Change(static () => { });

    /// <summary>Takes what was just committed, as far as there is room.</summary>
    /// <returns>False: the lane is being unloaded.</returns>
    public bool Accept(IReadOnlyList<ReadyEmail> emails)
    {
        var isOpen = false;
        Change(() =>
        {
            if (!(isOpen = !_provider.IsStopped))
            {
                return;
            }

            var now = _parts.Clock.GetUtcNow();
            _usedAt = _parts.Clock.GetTimestamp();
            foreach (var email in emails)
            {
                if (email.Waiting.DueAt > now)
                {
                    _alarm.RingBy(email.Waiting.DueAt);
                }
                else if (_reading.HasMoreOf(email.Waiting.Priority) || !_held.TryAdd(email))
                {
                    _reading.Missed(email.Waiting.Priority);
                }
            }
        });
        return isOpen;
    }

    /// <summary>The database has due work that no lane holds: a resend.</summary>
    public void WorkAvailable() => Used(_reading.WorkAvailable);

    /// <summary>From here on no message leaves with the settings known so far, where they are that owner's.</summary>
    public void ProviderChanged(Guid owner) => Change(() =>
    {
        if (owner == TenantId || (owner == TenantDomain.SuperTenantId && _provider.Route?.Stops.All(s => s.Provider.Origin == ProviderOrigin.Tenant) != true))
        {
            _provider.Forget();
        }
    });

    /// <summary>By which provider it sends is to be found out anew.</summary>
    public void ForgetProvider() => Change(_provider.Forget);

    /// <summary>Lets go of what is not out yet.</summary>
    /// <param name="ids">To be cancelled.</param>
    /// <param name="kept">Filled with those of which something may be with a server.</param>
    public void Withdraw(IReadOnlyCollection<Guid> ids, ICollection<Guid> kept) => Change(() =>
    {
        _reading.Withdraw(ids);
        _held.Withdraw(ids, kept);
    });

    /// <returns>What is being sent, or not recorded yet.</returns>
    public IReadOnlyList<Guid> InFlight() => Read(() => _held.InFlightIds.ToList());

    /// <inheritdoc cref="HeldEmails.UnderWay"/>
    public StageUnderWay? UnderWay(Guid id) => Read(() => _held.UnderWay(id));

    /// <summary>Gives nothing more to a channel. What is in flight ends, and is recorded; the rest waits in the database.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Stop()
    {
        var letGo = false;
        Change(() =>
        {
            if (!_provider.IsStopped)
            {
                _provider.Stop();
                letGo = _held.Clear();
                _ = _closing.CancelAsync();
            }
        });
        return letGo;
    }

    /// <summary>Goes on, knowing what is still in flight.</summary>
    public void Resume(Guid node) => Change(() =>
    {
        if (_provider.TryResume())
        {
            _node = node;
            _closing = new CancellationTokenSource();
            LoadedAt = _parts.Clock.GetUtcNow();
            _usedAt = _parts.Clock.GetTimestamp();
            _alarm.Forget();
            _reading.LookAgain();
        }
    });

    public Dispatch? TryTake(ProviderId asking)
    {
        lock (_gate)
        {
            if (_provider.Route is not { } route || route.Find(asking) is not { } stop)
            {
                return null;
            }

            var dispatch = route.Take(_held, stop) is { } email ? route.DispatchOf(email, stop, _node) : null;
            _held.Taken(dispatch);
            StartReading();
            return dispatch;
        }
    }

    public bool MayStillSend(Dispatch dispatch, bool isLast) => Read(() => _provider.Route?.Find(dispatch.Provider.Id)?.Provider == dispatch.Provider
        && dispatch.Waiting.ExpiresAt > _parts.Clock.GetUtcNow() && _held.MayGoOut(dispatch.Waiting.Id, isLast));

    public void ChannelPaused() => Change(() => _standbyAlarm.IsDue());

    public void Recorded(RecordedEmail recorded) => Used(() =>
    {
        _reading.Ended(recorded.Id, waits: false);
        if (recorded.Retry is { } retry)
        {
            _alarm.RingBy(retry.DueAt);
        }
    });

    public void NotSent(Guid id) => Used(() => _reading.Ended(id, waits: true));

    public void CannotRecord(Guid id)
    {
        // For good, whichever lane the tenant has later
        _parts.Withdrawn.Add([id]);
        Used(() => _held.End(id));
    }

    public void Dispose()
    {
        _alarm.Dispose();
        _standbyAlarm.Dispose();
        _closing.Dispose();
    }

    // Asked before the lock is taken: it may be read from the database. What is accepted since then is a use
    private long Waiting => _parts.Outbox.CountsOf(TenantId).Waiting;

    public LaneState StateOf(long waiting) => Read(() => new LaneState(
        TenantId, LoadedAt, Math.Max(0, waiting - _held.InFlight), _held.Ready, _held.InFlight, _provider.Route?.Stops[0].Provider.Id.Value));

    private void Used(Action use) => Change(() =>
    {
        _usedAt = _parts.Clock.GetTimestamp();
        use();
    });

    private void Ring() => Change(() =>
    {
        if (!_provider.IsStopped && _alarm.IsDue())
        {
            _reading.LookAgain();
        }

        _held.HasRoomAgain();
    });

    private T Read<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    /// <summary>Changes something, and does what follows from it: reads, finds out the provider, enters its ring, or ends.</summary>
    private void Change(Action change)
    {
        IReadOnlyList<ISendingChannel> rings;
        bool isDrained;
        lock (_gate)
        {
            change();
            StartReading();
            StartSearch();
            if (!_provider.IsStopped && (_reading.Rest ?? _provider.Rest) is { } rest)
            {
                // Each time: what rang before has taken the alarm's time with it
                _alarm.RingBy(_parts.Clock.GetUtcNow() + rest);
            }

            rings = _held.Ready > 0 ? _provider.EnterRings(_held.ReadyEmails) : [];
            isDrained = IsDrainedNow();
            if (_held.Ready > 0 && _provider.Route is { HasStandby: true })
            {
                // A server that says nothing at all tells nobody
                _standbyAlarm.RingBy(_parts.Clock.GetUtcNow() + LookForStandby);
            }
        }

        foreach (var ring in rings.Where(ring => !ring.TryOffer(this)))
        {
            Change(() => _provider.Forget(ring));
        }

        if (isDrained)
        {
            _drained(this);
        }
    }

    private bool IsDrainedNow() => _provider.IsStopped && _held.InFlight == 0 && !_reading.IsReading;

    private void StartReading()
    {
        if (!_provider.IsStopped && _reading.TryBegin() is { } first)
        {
            var token = _closing.Token;
            _ = Task.Run(() => _queries.ReadAsync(first, token), CancellationToken.None);
        }
    }

    private void StartSearch()
    {
        if (_held.Ready > 0 && _provider.BeginSearch() is { } search)
        {
            var token = _closing.Token;
            _ = Task.Run(() => _queries.FindProviderAsync(search, token), CancellationToken.None);
        }
    }
}
