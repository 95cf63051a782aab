using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Sending.Lanes;

namespace EmailConsole.Sending.Channels;

/// <summary>
/// The way of messages to one provider's server: takes them from the lanes that use it, by turns, as many at a time as the
/// server bears. Workers are plain asynchronous loops; while they wait they hold no thread, and whatever a server does costs
/// this channel alone.
/// </summary>
internal sealed partial class ProviderChannel(Guid owner, ChannelParts parts) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Queue<Lane> _ring = new();
    private readonly ChannelPace _pace = new(parts.Clock);
    private long _usedAt = parts.Clock.GetTimestamp();
    private ITimer? _timer;
    private int _workers;

    // Still busy with settings that are not in force any more: they take no place from the new server
    private int _former;
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
            (_former, _workers) = (_former + _workers, 0);
        }

        Signal();
    }

    /// <summary>Somebody says that the server works again: it is tried now, whatever pause it is in.</summary>
    public void TryNow()
    {
        bool wasOpen;
        lock (_gate)
        {
            wasOpen = _pace.TryNow();
        }

        if (wasOpen)
        {
            LogTriedNow(owner);
        }

        Signal();
    }

    /// <summary>The server was just seen to work.</summary>
    public void Works()
    {
        bool wasOpen;
        lock (_gate)
        {
            wasOpen = _pace.Works();
        }

        if (wasOpen)
        {
            LogClosed(owner);
        }

        Signal();
    }

    /// <summary>Why the server could not be used the last time; null: it has taken a message since, or is not known.</summary>
    public DeliveryFailure? LastFailure
    {
        get
        {
            lock (_gate)
            {
                return _pace.LastFailure;
            }
        }
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
            if (_workers + _former > 0 || _ring.Count > 0 || parts.Clock.GetElapsedTime(_usedAt) < idleFor)
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
                owner, connections, _workers + _former, allowed == int.MaxValue ? 1 : allowed, _pace.ThrottledUntil, _pace.Circuit)
            {
                LastFailure = _pace.LastFailure,
                FailingSince = _pace.FailingSince,
                NotBefore = _pace.NotBefore,
            };
        }
    }

    public void Dispose() => _timer?.Dispose();

    private void Signal()
    {
        int settings;
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
            settings = _pace.Settings;
        }

        ThreadPool.UnsafeQueueUserWorkItem(static w => _ = w.Channel.WorkAsync(w.Settings), (Channel: this, Settings: settings), preferLocal: false);
    }

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The email provider of tenant {Owner} failed repeatedly. Its mail waits; the next message tries at {Until}. {Why}")]
    private static partial void LogOpened(ILogger logger, string owner, DateTimeOffset? until, string why);

    [LoggerMessage(Level = LogLevel.Information, Message = "The email provider of tenant {Owner} works again.")]
    private static partial void LogClosed(ILogger logger, string owner);

    [LoggerMessage(Level = LogLevel.Information, Message = "The email provider of tenant {Owner} is tried before its pause ends, because somebody asked for it.")]
    private static partial void LogTriedNow(ILogger logger, string owner);

    private void LogOpened(Guid tenant, DateTimeOffset? until, string why) => LogOpened(parts.Logger, parts.Tenants.DomainOf(tenant), until, why);

    private void LogClosed(Guid tenant) => LogClosed(parts.Logger, parts.Tenants.DomainOf(tenant));

    private void LogTriedNow(Guid tenant) => LogTriedNow(parts.Logger, parts.Tenants.DomainOf(tenant));
}
