using EmailConsole.Delivery;
using EmailConsole.Outbox;

namespace EmailConsole.Sending.Channels;

/// <summary>
/// Stops trying a server that fails again and again: a while without, then one message that tries. What waits costs no
/// attempt meanwhile. Sign-ins that are refused or put off open it sooner and for longer, because each of them counts towards the lock of a mailbox.
/// Not thread-safe.
/// </summary>
internal sealed class Circuit(TimeProvider clock)
{
    private const int ConnectionFailures = 5;
    private const int SignInFailures = 3;

    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan FirstSignInPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LongestSignInPause = TimeSpan.FromMinutes(15);

    private int _failures;
    private int _openings;
    private int _successes;
    private long _pausedAt;
    private TimeSpan _pause;
    private DateTimeOffset? _since;
    private DateTimeOffset? _until;
    private string? _why;

    public CircuitPosition Position { get; private set; }

    public CircuitState State => new(Position, _since, _until, _why);

    /// <summary>When an open circuit lets the next message try; null while closed.</summary>
    public DateTimeOffset? Until => Position == CircuitPosition.Closed ? null : _until;

    /// <returns>How long nothing may be sent; zero: a message may.</returns>
    public TimeSpan Wait()
    {
        if (Position != CircuitPosition.Open)
        {
            return TimeSpan.Zero;
        }

        var left = _pause - clock.GetElapsedTime(_pausedAt);
        if (left > TimeSpan.Zero)
        {
            return left;
        }

        Position = CircuitPosition.HalfOpen;
        return TimeSpan.Zero;
    }

    /// <summary>The server did its part.</summary>
    /// <param name="isOneEnough">False: others wait for nothing meanwhile, so that a second one tells whether it has come to stay.</param>
    /// <returns>Whether the circuit was not closed, and is now.</returns>
    public bool Succeeded(bool isOneEnough)
    {
        if (Position == CircuitPosition.HalfOpen && !isOneEnough && ++_successes < 2)
        {
            return false;
        }

        var wasOpen = Position != CircuitPosition.Closed;
        Reset();
        return wasOpen;
    }

    /// <summary>The server could not be used.</summary>
    /// <param name="failure">How.</param>
    /// <returns>Whether the circuit opens by it.</returns>
    public bool Failed(DeliveryFailure failure)
    {
        _failures++;
        var isSignIn = failure.Blame == Blame.Credentials;
        if (Position == CircuitPosition.Open
            || (Position == CircuitPosition.Closed && _failures < (isSignIn ? SignInFailures : ConnectionFailures)))
        {
            return false;
        }

        Open(failure, isSignIn);
        return true;
    }

    /// <summary>Somebody says that it works again: the next message tries. Where it does not, the pause after it is as long as this one was.</summary>
    /// <returns>Whether it was open.</returns>
    public bool TryNow()
    {
        if (Position != CircuitPosition.Open)
        {
            return false;
        }

        Position = CircuitPosition.HalfOpen;
        _openings--;
        _until = clock.GetUtcNow();
        return true;
    }

    /// <summary>Other settings: nothing is known about them.</summary>
    public void Reset()
    {
        Position = CircuitPosition.Closed;
        (_failures, _openings, _successes) = (0, 0, 0);
        (_since, _until, _why) = (null, null, null);
    }

    private void Open(DeliveryFailure failure, bool isSignIn)
    {
        var (first, longest) = isSignIn ? (FirstSignInPause, LongestSignInPause) : (FirstPause, LongestPause);
        var pause = first * Math.Pow(2, Math.Min(_openings, 20));
        pause = pause < longest ? pause : longest;
        var asked = failure.NotBefore - clock.GetUtcNow() ?? TimeSpan.Zero;
        _pause = asked > pause ? asked : pause;
        _openings++;
        _successes = 0;
        _pausedAt = clock.GetTimestamp();
        Position = CircuitPosition.Open;
        _since ??= clock.GetUtcNow();
        _until = clock.GetUtcNow() + _pause;
        _why = failure.Advice.Cause;
    }
}
