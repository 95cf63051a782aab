namespace EmailConsole.Sending.Lanes;

/// <summary>Rings when something falls due. Not thread-safe: guarded by the lane.</summary>
internal sealed class LaneAlarm(TimeProvider clock, Action ring) : IDisposable
{
    /// <summary>A clock that was set is noticed so late at most.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    private DateTimeOffset? _due;
    private ITimer? _timer;

    public void RingBy(DateTimeOffset due)
    {
        if (!(due >= _due))
        {
            _due = due;
            Arm();
        }
    }

    /// <summary>It rang, perhaps too soon: then it rings again.</summary>
    /// <returns>Whether something is due.</returns>
    public bool IsDue()
    {
        if (clock.GetUtcNow() >= _due)
        {
            _due = null;
            return true;
        }

        Arm();
        return false;
    }

    public void Forget() => _due = null;

    public void Dispose() => _timer?.Dispose();

    private void Arm()
    {
        if (_due is { } due)
        {
            var sleep = due - clock.GetUtcNow();
            sleep = sleep > LongestSleep ? LongestSleep : sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep + TimeSpan.FromMilliseconds(1);
            _timer ??= clock.CreateTimer(_ => ring(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            _timer.Change(sleep, Timeout.InfiniteTimeSpan);
        }
    }
}
