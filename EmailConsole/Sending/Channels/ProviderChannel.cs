using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;

namespace EmailConsole.Sending.Channels;

/// <summary>
/// The way of messages to one provider's server, and who limits it: takes messages from the lanes that use it, by turns, as many at
/// a time as the server bears. Its workers hold no thread while they wait, and whatever a server does costs this channel alone.
/// Thread-safe. While holding its lock it calls lanes, which never call back.
/// </summary>
internal sealed partial class ProviderChannel(ProviderInForce opened, ChannelParts parts) : ISendingChannel, IDisposable
{
    /// <summary>While results cannot be recorded, or the database does not answer, it is asked so often whether they can.</summary>
    private static readonly TimeSpan Unrecorded = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _ending = CancellationTokenSource.CreateLinkedTokenSource(parts.Stopping);
    private readonly LaneRing _ring = new();
    private readonly ChannelPace _pace = new(parts.Clock);
    private long _usedAt = parts.Clock.GetTimestamp();
    private ITimer? _timer;
    private long _endedAt;
    private int _workers;
    // With the server, by the settings in force
    private int _sending;
    private ChannelStanding _standing = ChannelStanding.Ready;

    // Still busy with settings that are not in force any more: they take no place from the new server
    private int _former;
    private bool _isClosed;
    private bool _isPaused;

    // By which it has learned what it knows of the server; null: by those of its owner with a tenant's own sender
    private ProviderInForce? _settings = opened.Settings.Server == ProviderServer.Own ? opened : null;

    public ProviderId Provider { get; } = opened.Id;
    public Guid Owner { get; } = opened.OwnerTenantId;

    /// <summary>The place of the provider in its owner's route, from 0.</summary>
    public int Place { get; set; }

    public ChannelStanding Standing => Volatile.Read(ref _standing);

    public DeliveryFailure? LastFailure => Locked(() => _pace.LastFailure);

    public bool TryOffer(ISendingLane lane)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _usedAt = parts.Clock.GetTimestamp();
            _ring.Enter(lane);
        }

        Signal();
        return true;
    }

    /// <summary>Whether what it has learned about the server was learned by these settings.</summary>
    public bool Knows(ProviderInForce? settings) =>
        settings is not null && Locked(() => _settings) is { } known && settings with { Name = known.Name, Version = known.Version, Permitted = known.Permitted } == known;

    /// <summary>Other settings are in force: nothing learned about the server holds any more.</summary>
    /// <param name="now">Null: not known.</param>
    public void ProviderChanged(ProviderInForce? now)
    {
        lock (_gate)
        {
            _settings = now;
            _pace.Reset();
            (_former, _workers, _sending) = (_former + _workers, 0, 0);
            Stand();
        }

        Signal();
    }

    /// <summary>Somebody says that the server works again: it is tried now, whatever pause it is in.</summary>
    public void TryNow() => EndPause(_pace.TryNow, LogTriedNow);

    /// <summary>The server was just seen to work.</summary>
    public void Works() => EndPause(_pace.Works, LogClosed);

    /// <summary>Dispatches nothing more; what is in flight ends.</summary>
    public void Pause() => Locked(() => _isPaused = true);

    /// <returns>False: it is in use.</returns>
    public bool TryClose(TimeSpan idleFor)
    {
        lock (_gate)
        {
            if (_workers + _former > 0 || !_ring.IsEmpty || parts.Clock.GetElapsedTime(_usedAt) < idleFor)
            {
                return false;
            }

            _isClosed = true;
            return true;
        }
    }

    /// <summary>It is another node's: nothing more sets out, and what has is broken off.</summary>
    public void Abandon()
    {
        lock (_gate)
        {
            _isClosed = _isPaused = true;
        }

        // Its callbacks run elsewhere
        _ = _ending.CancelAsync();
    }

    public ChannelState State(int connections) =>
        Locked(() => _pace.State(new ChannelState(Provider.Value, Owner, connections, _workers + _former, Allowed: 1, null, _pace.Circuit) { Place = Place }, _workers));

    public void Dispose()
    {
        _timer?.Dispose();
        _ending.Dispose();
    }

    private T Locked<T>(Func<T> read)
    {
        lock (_gate)
        {
            return read();
        }
    }

    private void EndPause(Func<bool> end, Action<ILogger, string> log)
    {
        bool isEnded;
        lock (_gate)
        {
            isEnded = end();
            Stand();
        }

        if (isEnded)
        {
            log(parts.Logger, Name);
        }

        Signal();
    }

    /// <summary>After whatever changes it.</summary>
    /// <returns>The lanes that are to look for another way, because it takes nothing for a while since now; null: none.</returns>
    private List<ISendingLane>? Stand()
    {
        var (before, now) = (_standing, _pace.Standing(_sending > 0 ? _endedAt : null));
        Volatile.Write(ref _standing, now);
        return (now.IsOpen && !before.IsOpen) || (now.ThrottledUntil is { } until && !(before.ThrottledUntil >= until)) ? _ring.ToList() : null;
    }

    private void Signal()
    {
        int settings;
        lock (_gate)
        {
            if (_ring.IsEmpty || _isPaused)
            {
                return;
            }

            if (_workers > 0 && _workers >= _pace.Allowed(_workers + 1))
            {
                WakeIn(_pace.IsSilent(_workers + 1) ? ChannelPace.Silence : null);
                return;
            }

            _workers++;
            settings = _pace.Settings;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static w => _ = w.Channel.WorkAsync(w.Settings), (Channel: this, Settings: settings), preferLocal: false);
    }

    private async Task WorkAsync(int settings)
    {
        while (Take(settings, out var lane, out var ticket) is { } dispatch)
        {
            // This one was perhaps the first of which the channel knows how many may go at a time: others, of whatever lane, go beside it
            Signal();
            await SendAsync(lane!, dispatch, ticket);
        }
    }

    private async Task SendAsync(ISendingLane lane, Dispatch dispatch, PaceTicket ticket)
    {
        var started = parts.Clock.GetUtcNow();
        var outcome = await parts.Dispatcher.RunAsync(dispatch, lane, TakePartAsync, _ending.Token);
        DateTimeOffset? notBefore, throttledSince;
        CircuitState? turned;
        List<ISendingLane>? paused;
        lock (_gate)
        {
            _usedAt = parts.Clock.GetTimestamp();
            if (ticket.Settings == _pace.Settings)
            {
                _sending--;
                _endedAt = _usedAt;
            }

            turned = _pace.End(outcome, ticket) ? _pace.Circuit : null;
            (notBefore, throttledSince) = (_pace.NotBefore, _pace.ThrottledSince);
            paused = Stand();
        }

        paused?.ForEach(l => l.ChannelPaused());

        if (turned is not null)
        {
            LogOpenedOrClosed(turned);
        }

        if (outcome is DeliveryOutcome.Failed { Failure.Kind: DeliveryFailureKind.Cancelled })
        {
            lane.NotSent(dispatch.Waiting.Id);
            return;
        }

        parts.Recorder.Add(dispatch.Report(outcome, started, parts.Clock.GetElapsedTime(ticket.StartedAt)) with { NotBefore = notBefore, ThrottledSince = throttledSince }, lane);
    }

    private async Task TakePartAsync(CancellationToken cancellationToken)
    {
        while (Locked(_pace.TakePart) is var wait && wait > TimeSpan.Zero && !cancellationToken.IsCancellationRequested)
        {
            await Task.Delay(wait, parts.Clock, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <returns>Null: the worker has nothing to do any more, and is not counted from here on.</returns>
    private Dispatch? Take(int settings, out ISendingLane? lane, out PaceTicket ticket)
    {
        (lane, ticket) = (null, default);
        lock (_gate)
        {
            if (settings != _pace.Settings)
            {
                _former--;
                return null;
            }

            if (!_ring.IsEmpty && !_isPaused && !_ending.IsCancellationRequested)
            {
                if (parts.Recorder.IsStuck || !parts.Node.MayBegin)
                {
                    WakeIn(Unrecorded);
                }
                else if (!_pace.Admits(_workers, out var wait))
                {
                    WakeIn(wait);
                }
                else if (_ring.Take(Provider, out lane) is { } dispatch)
                {
                    _pace.HasStandby = dispatch.HasStandby;
                    ticket = _pace.Begin(parts.Dispatcher.Limits(dispatch));
                    _endedAt = _sending++ == 0 ? ticket.StartedAt : _endedAt;
                    Stand();
                    return dispatch;
                }
                else
                {
                    _pace.NothingToSend();
                }
            }

            _workers--;
            Stand();
            return null;
        }
    }

    private void WakeIn(TimeSpan? wait)
    {
        if (wait is { } time)
        {
            _timer ??= parts.Clock.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(time + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }
}
