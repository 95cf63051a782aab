using EmailConsole.Delivery;
using EmailConsole.Outbox.Lanes;
using EmailConsole.Outbox.Recording;

namespace EmailConsole.Outbox.Channels;

/// <summary>What every channel works with.</summary>
internal sealed record ChannelParts(
    Handover Handover, DeliveryRecorder Recorder, TimeProvider Clock, ILogger<ProviderChannel> Logger, CancellationToken Stopping);

/// <summary>
/// The way of messages to one provider's server: takes them from the lanes that use it, by turns, as many at a time as the
/// server bears. Workers are plain asynchronous loops; while they wait they hold no thread, and whatever a server does costs
/// this channel alone.
/// </summary>
internal sealed partial class ProviderChannel(Guid owner, ChannelParts parts) : IDisposable
{
    /// <summary>While results cannot be recorded, it is asked so often whether they can.</summary>
    private static readonly TimeSpan Unrecorded = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Queue<Lane> _ring = new();
    private readonly ChannelPace _pace = new(parts.Clock);
    private long _usedAt = parts.Clock.GetTimestamp();
    private ITimer? _timer;
    private int _workers;
    private bool _isClosed;
    private bool _isPaused;

    public Guid OwnerTenantId => owner;

    /// <summary>A lane has something ready.</summary>
    /// <returns>False: the channel is closed.</returns>
    public bool TryOffer(Lane lane)
    {
        lock (_gate)
        {
            if (_isClosed)
            {
                return false;
            }

            _usedAt = parts.Clock.GetTimestamp();
            _ring.Enqueue(lane);
        }

        Signal();
        return true;
    }

    /// <summary>Other settings are in force: nothing learned about the server holds any more.</summary>
    public void ProviderChanged()
    {
        lock (_gate)
        {
            _pace.Reset();
        }

        Signal();
    }

    /// <summary>Hands over nothing more until <see cref="Resume"/>; what is under way ends.</summary>
    public void Pause()
    {
        lock (_gate)
        {
            _isPaused = true;
        }
    }

    public void Resume()
    {
        lock (_gate)
        {
            _isPaused = false;
        }

        Signal();
    }

    /// <returns>False: it is in use.</returns>
    public bool TryClose(TimeSpan idleFor)
    {
        lock (_gate)
        {
            if (_workers > 0 || _ring.Count > 0 || parts.Clock.GetElapsedTime(_usedAt) < idleFor)
            {
                return false;
            }

            _isClosed = true;
            return true;
        }
    }

    public ChannelState State(int connections)
    {
        lock (_gate)
        {
            var allowed = _pace.Allowed(_workers);
            return new ChannelState(
                owner, connections, _workers, allowed == int.MaxValue ? 1 : allowed, _pace.ThrottledUntil, _pace.Circuit);
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Signal()
    {
        lock (_gate)
        {
            if (_ring.Count == 0 || _isPaused)
            {
                return;
            }

            if (_workers > 0 && _workers >= _pace.Allowed(_workers + 1))
            {
                WakeIn(_pace.IsSilent(_workers + 1) ? ChannelPace.Silence : null);
                return;
            }

            _workers++;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static channel => _ = channel.WorkAsync(), this, preferLocal: false);
    }

    private async Task WorkAsync()
    {
        while (Take(out var ticket) is { } turn)
        {
            if (turn.HasMore)
            {
                Signal();
            }

            await SendAsync(turn, ticket);
        }
    }

    private async Task SendAsync(LaneTurn turn, PaceTicket ticket)
    {
        var started = parts.Clock.GetUtcNow();
        var (outcome, place) = await parts.Handover.RunAsync(turn, parts.Stopping);
        DateTimeOffset? notBefore;
        bool hasTurned;
        lock (_gate)
        {
            _usedAt = parts.Clock.GetTimestamp();
            hasTurned = _pace.End(outcome, ticket);
            notBefore = _pace.NotBefore;
        }

        if (hasTurned)
        {
            LogTurn();
        }

        var report = new DeliveryReport(turn.Item.Email, outcome, started, parts.Clock.GetElapsedTime(ticket.StartedAt))
        {
            NotBefore = notBefore,
            ProviderOwner = turn.Provider.OwnerTenantId,
        };
        var attempt = new FinishedAttempt(turn.Lane, turn.Item, report, place);
        if (outcome is DeliveryOutcome.Failed { Failure.Kind: DeliveryFailureKind.Cancelled })
        {
            parts.Recorder.NotSent(attempt);
        }
        else
        {
            parts.Recorder.Add(attempt);
        }
    }

    /// <returns>Null: the worker has nothing to do any more, and is not counted from here on.</returns>
    private LaneTurn? Take(out PaceTicket ticket)
    {
        ticket = default;
        lock (_gate)
        {
            if (_ring.Count > 0 && !_isPaused && !parts.Stopping.IsCancellationRequested)
            {
                if (parts.Recorder.IsStuck)
                {
                    WakeIn(Unrecorded);
                }
                else if (!_pace.Admits(_workers, out var wait))
                {
                    WakeIn(wait);
                }
                else if (Next() is { } turn)
                {
                    ticket = _pace.Begin(parts.Handover.Limits(turn));
                    return turn;
                }
                else
                {
                    _pace.NothingToSend();
                }
            }

            _workers--;
            return null;
        }
    }

    private LaneTurn? Next()
    {
        while (_ring.TryDequeue(out var lane))
        {
            if (lane.TryTake(this) is { } turn)
            {
                if (turn.HasMore)
                {
                    _ring.Enqueue(lane);
                }

                return turn;
            }
        }

        return null;
    }

    private void WakeIn(TimeSpan? wait)
    {
        if (wait is { } time)
        {
            _timer ??= parts.Clock.CreateTimer(_ => Signal(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(time + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
        }
    }

    private void LogTurn()
    {
        var circuit = State(0).Circuit;
        if (circuit.Position == CircuitPosition.Closed)
        {
            LogClosed(owner);
        }
        else
        {
            LogOpened(owner, circuit.Until, circuit.Why ?? "");
        }
    }
}
