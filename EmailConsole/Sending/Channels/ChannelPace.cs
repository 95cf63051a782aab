using System.Runtime.InteropServices;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Pool;
using EmailConsole.Outbox;

namespace EmailConsole.Sending.Channels;

/// <summary>What a message in flight remembers of its start.</summary>
/// <param name="IsProbe">It tries a half-open circuit.</param>
/// <param name="Settings">Counts changes of settings: what it says about older ones says nothing about the present.</param>
/// <param name="StartedAt">A time stamp of the clock.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PaceTicket(bool IsProbe, int Settings, long StartedAt);

/// <summary>
/// Decides whether a channel may dispatch one more message. A server that has not taken anything lately gets one message
/// first, and one more every five seconds that it is silent: a hung one costs little, and a wrong password is tried once.
/// Not thread-safe.
/// </summary>
internal sealed class ChannelPace(TimeProvider clock)
{
    public static readonly TimeSpan Silence = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(60);

    // A server may well ask for less for so long, and take what comes then
    private static readonly TimeSpan Bearable = TimeSpan.FromMinutes(1);

    private readonly Circuit _circuit = new(clock);
    private readonly Throttle _throttle = new(clock);
    private readonly MessageRate _rate = new(clock);
    private SenderLimits? _limits;
    private bool _isProbing;
    private bool _isCounting;
    private long? _workedAt;
    private long _silentSince;
    private DateTimeOffset? _failingSince;
    private DateTimeOffset? _refusingSince;

    /// <summary>Counts the changes of settings.</summary>
    public int Settings { get; private set; }

    public CircuitState Circuit => _circuit.State;

    /// <inheritdoc cref="Throttle.Since"/>
    public DateTimeOffset? ThrottledSince => _throttle.Since;

    public DateTimeOffset? ThrottledUntil => _throttle.Until;

    /// <summary>
    /// Mail has another way: a circuit closes after two messages that went well, one after the other. Where lanes differ in that, it is as for
    /// those that have one, until the circuit is closed.
    /// </summary>
    public bool HasStandby
    {
        get;
        set => field = value || (field && _circuit.Position != CircuitPosition.Closed);
    }

    /// <param name="silentSince">Since when no message in flight has ended; null: none is.</param>
    public ChannelStanding Standing(long? silentSince) =>
        new(_circuit.Position != CircuitPosition.Closed, _throttle.LastUntil, silentSince) { ThrottledSince = ThrottledSince };

    /// <summary>Why the provider could not be used the last time; null: it has taken a message since, or is not known.</summary>
    public DeliveryFailure? LastFailure { get; private set; }

    /// <summary>When <see cref="LastFailure"/> was; null: there is none.</summary>
    public DateTimeOffset? FailedAt { get; private set; }

    /// <summary>Since when it fails, or has asked for less each time and taken nothing; null: it does not, or asks for less since a moment ago.</summary>
    public DateTimeOffset? FailingSince => _failingSince ?? (_refusingSince is { } since && clock.GetUtcNow() - since >= Bearable ? since : null);

    /// <summary>A retry has no sense before then; null: whenever its own time comes.</summary>
    public DateTimeOffset? NotBefore => _circuit.Until ?? _throttle.Until;

    public int Allowed(int sending)
    {
        var most = _limits?.Connections ?? 1;
        if (_circuit.Position == CircuitPosition.HalfOpen)
        {
            return _isProbing ? 0 : int.MaxValue;
        }

        if (!IsSilent(sending))
        {
            return _throttle.Allowed(most);
        }

        return Math.Min(1 + (int)(clock.GetElapsedTime(_silentSince) / Silence), _throttle.Allowed(most));
    }

    /// <param name="of">With what the channel knows.</param>
    /// <param name="sending">By the settings in force.</param>
    /// <returns>The same, with what is known of the server.</returns>
    public ChannelState State(ChannelState of, int sending)
    {
        var allowed = Allowed(sending);
        return of with
        {
            Allowed = allowed == int.MaxValue ? 1 : allowed,
            ThrottledUntil = ThrottledUntil,
            Circuit = Circuit,
            LastFailure = LastFailure,
            FailedAt = FailedAt,
            FailingSince = FailingSince,
            NotBefore = NotBefore,
        };
    }

    /// <summary>Whether the server has not taken anything lately; then one more message is allowed after a while.</summary>
    public bool IsSilent(int sending) => !(_workedAt is { } at && (sending > 1 || clock.GetElapsedTime(at) < GoodFor));

    /// <param name="sending">Messages in flight, with the one that asks.</param>
    /// <param name="wait">How long until it is worth asking again; null: when one of them has ended.</param>
    public bool Admits(int sending, out TimeSpan? wait)
    {
        wait = null;
        if (sending == 1 && IsSilent(sending))
        {
            // What it took long ago says nothing of now: also for those that come beside this one
            (_workedAt, _silentSince) = (null, clock.GetTimestamp());
        }

        var pause = _circuit.Wait();
        pause = pause > TimeSpan.Zero ? pause : _throttle.Wait();
        if (pause > TimeSpan.Zero)
        {
            wait = pause;
            return false;
        }

        if (sending > Allowed(sending))
        {
            wait = IsSilent(sending) ? Silence : null;
            return false;
        }

        _isCounting |= _limits?.MessagesPerMinute is not null;
        if (!_rate.TryTake(_limits?.MessagesPerMinute, out var untilNext))
        {
            wait = untilNext;
            return false;
        }

        return true;
    }

    /// <summary>A message that has set out needs one more transaction, which the server counts as a message.</summary>
    /// <returns>How long to wait and ask again; zero: it may go.</returns>
    public TimeSpan TakePart() => _rate.TryTake(_limits?.MessagesPerMinute, out var wait) ? TimeSpan.Zero : wait;

    /// <summary>Nothing was there to send after all.</summary>
    public void NothingToSend() => _rate.GiveBack();

    /// <summary>A message sets out.</summary>
    public PaceTicket Begin(SenderLimits limits)
    {
        if (!_isCounting && limits.MessagesPerMinute is not null)
        {
            _isCounting = true;
            _rate.TryTake(limits.MessagesPerMinute, out _);
        }

        _limits = limits;
        var isProbe = _circuit.Position == CircuitPosition.HalfOpen;
        _isProbing |= isProbe;
        return new PaceTicket(isProbe, Settings, clock.GetTimestamp());
    }

    /// <returns>Whether the circuit has opened or closed by it.</returns>
    public bool End(DeliveryOutcome outcome, PaceTicket ticket)
    {
        if (ticket.Settings != Settings)
        {
            return false;
        }

        _isProbing &= !ticket.IsProbe;
        var most = _limits?.Connections ?? 1;
        var failure = outcome.OfProvider;
        switch (failure?.Blame)
        {
            case Blame.Throttle:
                (LastFailure, FailedAt, _failingSince) = (failure, clock.GetUtcNow(), null);
                _refusingSince ??= FailedAt;
                _throttle.SlowDown(ticket.StartedAt, most, failure.NotBefore);
                return !IsOlder(ticket) && _circuit.Succeeded(!HasStandby);
            case Blame.Credentials or Blame.Provider:
                if (_circuit.Position == CircuitPosition.HalfOpen && !ticket.IsProbe)
                {
                    return false;
                }

                (LastFailure, FailedAt) = (failure, clock.GetUtcNow());
                _failingSince ??= FailedAt;
                _workedAt = null;
                _silentSince = clock.GetTimestamp();
                return _circuit.Failed(failure);
            case Blame.Ours:
            case not null when !failure.IsProviderReached:
                return false;
            default:
                if (IsOlder(ticket))
                {
                    return false;
                }

                Forget();
                _workedAt = clock.GetTimestamp();
                _throttle.Succeeded(most);
                return _circuit.Succeeded(!HasStandby);
        }
    }

    private void Forget() => (LastFailure, FailedAt, _failingSince, _refusingSince) = (null, null, null, null);

    // It set out before the circuit opened. Where mail has another way, only what tries the server says that it works again
    private bool IsOlder(PaceTicket ticket) => HasStandby && !ticket.IsProbe && _circuit.Position != CircuitPosition.Closed;

    /// <summary>Ends the pause: behind an open circuit one message goes first.</summary>
    /// <returns>Whether the circuit was open.</returns>
    public bool TryNow()
    {
        _throttle.TryNow();
        return _circuit.TryNow();
    }

    /// <summary>The server was seen to work: nothing of what it failed by holds any more. One message still goes first.</summary>
    /// <returns>Whether the circuit was open.</returns>
    public bool Works()
    {
        _throttle.TryNow();
        Forget();
        return _circuit.Succeeded(isOneEnough: true);
    }

    /// <summary>Other settings: nothing is known about their server. What was sent within the minute still counts.</summary>
    public void Reset()
    {
        _circuit.Reset();
        _throttle.Reset();
        Settings++;
        _isProbing = false;
        Forget();
        _workedAt = null;
        _limits = null;
    }
}
