using System.Globalization;
using Microsoft.Extensions.Options;

namespace EmailConsole.Delivery.Smtp;

/// <summary>
/// Decides how long a server may take over its greeting. Some look up the client's name first and take longer than a person
/// would wait (RFC 5321 section 4.5.3.2.1: 5 minutes), and a server that hangs looks the same. So one connection of a provider
/// waits to the end, and the others no longer than for any command, until it is known which of the two it is.
/// </summary>
internal sealed class GreetingPatience(ServerMemory memory, IOptions<DeliveryOptions> options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly HashSet<ServerKey> _waiting = [];

    /// <param name="server">Of the connection that is being opened.</param>
    /// <param name="run">Whose stage under way is given the time.</param>
    public GreetingWait Begin(ServerKey server, DeliveryRun run) => new(this, server, run, options.Value, clock);

    /// <summary>Whether to go on waiting for longer than for any command.</summary>
    public bool TryGoOn(ServerKey server)
    {
        if (memory.Knows(server, ServerTrait.GreetsLate))
        {
            return true;
        }

        lock (_gate)
        {
            return !memory.Knows(server, ServerTrait.NeverGreets) && _waiting.Add(server);
        }
    }

    public void Ended(ServerKey server, bool? hasAnswered)
    {
        if (hasAnswered is { } answered)
        {
            memory.Note(server, answered ? ServerTrait.GreetsLate : ServerTrait.NeverGreets, isCertain: answered);
            memory.Forget(server, answered ? ServerTrait.NeverGreets : ServerTrait.GreetsLate);
        }

        lock (_gate)
        {
            _waiting.Remove(server);
        }
    }
}

/// <summary>One connection's wait for the greeting and the answer to EHLO, each with a time limit of its own.</summary>
internal sealed class GreetingWait : IDisposable
{
    // Timers count in milliseconds
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(1);

    private readonly Lock _gate = new();
    private readonly GreetingPatience _patience;
    private readonly ServerKey _server;
    private readonly DeliveryRun _run;
    private readonly DeliveryOptions _limits;
    private readonly TimeProvider _clock;
    private readonly ITimer? _timer;
    private string _awaited = "greeting";
    private bool _isWaiting;
    private bool _isLong;
    private bool _isOver;
    private long _since;

    public GreetingWait(GreetingPatience patience, ServerKey server, DeliveryRun run, DeliveryOptions limits, TimeProvider clock)
    {
        (_patience, _server, _run, _limits, _clock) = (patience, server, run, limits, clock);
        _since = clock.GetTimestamp();

        // Whoever watches learns after the usual time that the server is slow
        if (!run.IsWatched && limits.GreetingTimeout > limits.CommandTimeout)
        {
            _timer = clock.CreateTimer(_ => Overdue(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        }
    }

    /// <summary>For the stage.</summary>
    public TimeSpan Limit => _run.IsWatched ? _limits.CommandTimeout : _limits.GreetingTimeout;

    /// <summary>It did not come in time.</summary>
    /// <returns>The words for it.</returns>
    public string GiveUp()
    {
        _isOver = true;
        return string.Create(CultureInfo.InvariantCulture, $"no {_awaited} within {Math.Round(_clock.GetElapsedTime(_since).TotalSeconds)} s");
    }

    /// <summary>Reads one reply.</summary>
    /// <param name="awaited">What it is, such as <c>greeting</c>.</param>
    /// <param name="read">Reads it.</param>
    public async Task<SmtpReply> ForAsync(string awaited, Func<Task<SmtpReply>> read)
    {
        lock (_gate)
        {
            (_awaited, _isWaiting, _since) = (awaited, true, _clock.GetTimestamp());
            if (!_run.IsWatched)
            {
                _run.Extend(_limits.GreetingTimeout, _timer is null ? null : _limits.CommandTimeout);
            }

            _timer?.Change(_limits.CommandTimeout, Timeout.InfiniteTimeSpan);
        }

        try
        {
            var reply = await read();
            Answered();
            return reply;
        }
        finally
        {
            lock (_gate)
            {
                _isWaiting = false;
            }
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        lock (_gate)
        {
            _isWaiting = false;
            if (_isLong)
            {
                _isLong = false;
                _patience.Ended(_server, _isOver ? false : null);
            }
        }
    }

    private void Answered()
    {
        lock (_gate)
        {
            if (_isLong)
            {
                _isLong = false;
                _patience.Ended(_server, hasAnswered: true);
            }
        }
    }

    private void Overdue()
    {
        lock (_gate)
        {
            if (!_isWaiting || _isLong)
            {
                return;
            }

            // A timer may run a little early, or be that of the wait before
            if (_limits.CommandTimeout - _clock.GetElapsedTime(_since) is { Ticks: > 0 } left)
            {
                _timer?.Change(left > Least ? left : Least, Timeout.InfiniteTimeSpan);
                return;
            }

            if (_patience.TryGoOn(_server))
            {
                _isLong = true;
                _run.Progress?.Extend(_clock.GetUtcNow() + _limits.GreetingTimeout - _clock.GetElapsedTime(_since));
                return;
            }

            _isWaiting = false;
        }

        _run.EndStage();
    }
}
