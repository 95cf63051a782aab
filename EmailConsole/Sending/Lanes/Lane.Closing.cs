namespace EmailConsole.Sending.Lanes;

internal sealed partial class Lane
{
    private CancellationTokenSource _closing = new();
    private bool _isStopped;

    public bool IsStopped
    {
        get
        {
            lock (_gate)
            {
                return _isStopped;
            }
        }
    }

    /// <summary>Stopped, and nothing of it is under way any more.</summary>
    public bool IsDrainedNow
    {
        get
        {
            lock (_gate)
            {
                return IsDrained;
            }
        }
    }

    /// <summary>Whether a message is due, being sent or not recorded yet.</summary>
    public bool HasDueWork
    {
        get
        {
            lock (_gate)
            {
                return _held.Count > 0 || _isWorking || _stored.Any(s => s.HasMore);
            }
        }
    }

    /// <summary>Nothing waits, now or for later, and nobody used it for so long.</summary>
    public bool IsIdleFor(TimeSpan time)
    {
        lock (_gate)
        {
            return parts.Clock.GetElapsedTime(_usedAt) >= time && parts.Outbox.CountsOf(tenantId).Waiting == 0 && _held.Count == 0 && !_isWorking;
        }
    }

    /// <summary>Gives nothing more to a channel. What is being sent ends, and is recorded; the rest waits in the database.</summary>
    /// <returns>Whether there was any.</returns>
    public bool Stop()
    {
        bool isDrained;
        bool letGo;
        lock (_gate)
        {
            _isStopped = true;
            _ring = null;
            var waiting = _held.Values.Where(i => !i.IsTaken).ToList();
            letGo = waiting.Count > 0;
            foreach (var item in waiting)
            {
                _queues.Withdraw(item);
                Forget(item);
            }

            foreach (var item in _expired)
            {
                _taken--;
                Forget(item);
            }

            _expired.Clear();
            isDrained = IsDrained;
        }

        _closing.Cancel();
        if (isDrained)
        {
            drained(this);
        }

        return letGo;
    }

    /// <summary>Goes on, knowing what is still being sent.</summary>
    public void Resume()
    {
        lock (_gate)
        {
            if (!_isStopped)
            {
                return;
            }

            _closing.Dispose();
            _closing = new CancellationTokenSource();
            _isStopped = false;
            LoadedAt = parts.Clock.GetUtcNow();
            _usedAt = parts.Clock.GetTimestamp();
            _wakeAt = DateTimeOffset.MaxValue;
            _knowsNextDue = false;
            _isFull = false;
            ForgetProvider();
            LookAgain();
            StartWork();
        }
    }

    /// <summary>Begins.</summary>
    public void Start()
    {
        lock (_gate)
        {
            StartWork();
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _closing.Dispose();
    }

    private bool IsDrained => _isStopped && _taken == 0 && !_isWorking;

    private void Worked()
    {
        Channels.ProviderChannel? channel;
        bool isDrained;
        lock (_gate)
        {
            channel = NextRing();
            isDrained = IsDrained;
            StartWork();
        }

        Offer(channel);
        if (isDrained)
        {
            drained(this);
        }
    }
}
