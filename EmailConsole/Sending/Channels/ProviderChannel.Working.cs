using EmailConsole.Delivery;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Recording;

namespace EmailConsole.Sending.Channels;

/// <summary>The workers.</summary>
internal sealed partial class ProviderChannel
{
    /// <summary>While results cannot be recorded, it is asked so often whether they can.</summary>
    private static readonly TimeSpan Unrecorded = TimeSpan.FromMilliseconds(100);

    private async Task WorkAsync(int settings)
    {
        while (Take(settings, out var ticket) is { } turn)
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
        var outcome = await parts.Handover.RunAsync(turn, parts.Stopping);
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
            IsOwnersSender = turn.Provider.Settings.Server != ProviderServer.Platform,
        };
        var attempt = new FinishedAttempt(turn.Lane, turn.Item, report);
        if (outcome is DeliveryOutcome.Failed { Failure.Kind: DeliveryFailureKind.Cancelled })
        {
            DeliveryRecorder.NotSent(attempt);
        }
        else
        {
            parts.Recorder.Add(attempt);
        }
    }

    /// <returns>Null: the worker has nothing to do any more, and is not counted from here on.</returns>
    private LaneTurn? Take(int settings, out PaceTicket ticket)
    {
        ticket = default;
        lock (_gate)
        {
            if (settings != _pace.Settings)
            {
                _former--;
                return null;
            }

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
