using EmailConsole.Cluster;

namespace EmailConsole.TestEmail;

/// <summary>
/// At most ten tests a minute for a person, at all nodes together, over a sliding window. Holds only people who tested within the last minute. Not the
/// platform's rate limiter: that one goes by a clock of its own and does not say when the next test is free, which the page tells.
/// </summary>
internal sealed class TestEmailQuota(INews news, TimeProvider time) : INewsListener
{
    public const int Max = 10;

    public static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly NewsLines _lines = new(news, "tests");
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Queue<long>> _taken = [];
    private long _swept = time.GetTimestamp();

    public string Topic => "tests";

    internal int People
    {
        get
        {
            lock (_gate)
            {
                return _taken.Count;
            }
        }
    }

    /// <param name="accountId">The person.</param>
    /// <param name="retryAfter">How long to wait, where false is returned; whole seconds, at least one.</param>
    public bool TryTake(Guid accountId, out TimeSpan retryAfter)
    {
        var isTaken = TryTakeHere(accountId, out retryAfter);
        if (isTaken)
        {
            _lines.Tell(accountId.ToString());
        }

        return isTaken;
    }

    public void Heard(string line)
    {
        if (Guid.TryParse(line, out var accountId))
        {
            TryTakeHere(accountId, out _);
        }
    }

    private bool TryTakeHere(Guid accountId, out TimeSpan retryAfter)
    {
        var now = time.GetTimestamp();
        lock (_gate)
        {
            Sweep(now);
            if (!_taken.TryGetValue(accountId, out var times))
            {
                _taken[accountId] = times = new Queue<long>(Max);
            }

            Forget(times, now);
            if (times.Count >= Max)
            {
                var rest = Window - time.GetElapsedTime(times.Peek(), now);
                retryAfter = TimeSpan.FromSeconds(Math.Max(1, Math.Ceiling(rest.TotalSeconds)));
                return false;
            }

            times.Enqueue(now);
            retryAfter = TimeSpan.Zero;
            return true;
        }
    }

    private void Sweep(long now)
    {
        if (time.GetElapsedTime(_swept, now) < Window)
        {
            return;
        }

        _swept = now;
        foreach (var (person, times) in _taken)
        {
            Forget(times, now);
            if (times.Count == 0)
            {
                _taken.Remove(person);
            }
        }
    }

    private void Forget(Queue<long> times, long now)
    {
        while (times.TryPeek(out var oldest) && time.GetElapsedTime(oldest, now) >= Window)
        {
            times.Dequeue();
        }
    }
}
