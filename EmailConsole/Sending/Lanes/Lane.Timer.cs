namespace EmailConsole.Sending.Lanes;

/// <summary>Wakes for what falls due.</summary>
internal sealed partial class Lane
{
    /// <summary>A clock that was set is noticed so late at most.</summary>
    private static readonly TimeSpan LongestSleep = TimeSpan.FromSeconds(10);

    private DateTimeOffset _wakeAt = DateTimeOffset.MaxValue;
    private ITimer? _timer;

    private void WakeBy(DateTimeOffset due)
    {
        if (due < _wakeAt)
        {
            _wakeAt = due;
            Arm();
        }
    }

    private void Arm()
    {
        if (_isStopped || _wakeAt == DateTimeOffset.MaxValue)
        {
            return;
        }

        var sleep = _wakeAt - parts.Clock.GetUtcNow();
        sleep = sleep > LongestSleep ? LongestSleep : sleep < TimeSpan.Zero ? TimeSpan.Zero : sleep + TimeSpan.FromMilliseconds(1);
        _timer ??= parts.Clock.CreateTimer(_ => Wake(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(sleep, Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        Channels.ProviderChannel? channel;
        lock (_gate)
        {
            if (_isStopped)
            {
                return;
            }

            if (parts.Clock.GetUtcNow() >= _wakeAt)
            {
                _wakeAt = DateTimeOffset.MaxValue;
                _knowsNextDue = false;
                LookAgain();
            }

            _isFull = false;
            StartWork();
            channel = NextRing();
            Arm();
        }

        Offer(channel);
    }
}
