namespace EmailConsole.Sending.Channels;

/// <summary>
/// Counts messages by the second over the last minute, so that no 60 seconds ever see more than the limit. Not safe for
/// concurrent use.
/// </summary>
internal sealed class MessageRate(TimeProvider clock)
{
    // The minute before, and the second that has begun
    private const int Seconds = 61;

    private readonly long _origin = clock.GetTimestamp();
    private int[]? _counts;
    private long _second;
    private int _sum;

    /// <summary>Whether one more may go, and counts it.</summary>
    /// <param name="limit">Null: any number.</param>
    /// <param name="wait">How long until one may; zero when one may.</param>
    public bool TryTake(int? limit, out TimeSpan wait)
    {
        wait = TimeSpan.Zero;
        if (limit is null && _counts is null)
        {
            return true;
        }

        var counts = _counts ??= new int[Seconds];
        Advance(counts);
        if (_sum >= limit)
        {
            wait = UntilNextFreed(counts);
            return false;
        }

        counts[_second % Seconds]++;
        _sum++;
        return true;
    }

    /// <summary>Where the one taken last was counted, for <see cref="GiveBack(long?)"/>.</summary>
    public long? Second => _counts is null ? null : _second;

    /// <summary>The one counted last was not sent.</summary>
    public void GiveBack() => GiveBack(Second);

    /// <summary>One was not sent.</summary>
    /// <param name="second">
    /// Where it was counted. A later second would go on counting the earlier one, for less time than the message that it
    /// really saw.
    /// </param>
    public void GiveBack(long? second)
    {
        if (second > _second - Seconds && _counts is { } counts && counts[second.Value % Seconds] > 0)
        {
            counts[second.Value % Seconds]--;
            _sum--;
        }
    }

    private void Advance(int[] counts)
    {
        var now = (long)clock.GetElapsedTime(_origin).TotalSeconds;
        for (var gone = Math.Min(now - _second, Seconds); gone > 0; gone--)
        {
            var at = (now - gone + 1) % Seconds;
            _sum -= counts[at];
            counts[at] = 0;
        }

        _second = now;
    }

    private TimeSpan UntilNextFreed(int[] counts)
    {
        var oldest = Enumerable.Range(1, Seconds).Select(i => _second - Seconds + i).First(s => counts[(s + Seconds) % Seconds] > 0);
        return TimeSpan.FromSeconds(oldest + Seconds) - clock.GetElapsedTime(_origin);
    }
}
