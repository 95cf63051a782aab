using EmailConsole.Outbox;
using EmailConsole.Sending.Channels;

namespace EmailConsole.Sending.Lanes;

/// <summary>
/// One tenant's queue while it is loaded: a bounded part of what waits, ready for the channel of the provider in force. What
/// is beyond the bound stays in the database and is read when there is room. Bears any thread; holds its lock for moments and
/// calls nobody while it does.
/// </summary>
internal sealed partial class Lane(Guid tenantId, LaneParts parts, Action<Lane> drained) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly LaneQueues _queues = new();
    private readonly HashSet<Guid> _unrecordable = [];
    private long _usedAt = parts.Clock.GetTimestamp();
    private int _taken;
    private ProviderChannel? _ring;

    public Guid TenantId => tenantId;

    public DateTimeOffset LoadedAt { get; private set; } = parts.Clock.GetUtcNow();

    /// <summary>Takes what was just committed, as far as there is room.</summary>
    /// <returns>False: the lane is being unloaded.</returns>
    public bool Accept(IReadOnlyList<ReadyEmail> emails)
    {
        ProviderChannel? channel;
        lock (_gate)
        {
            if (_isStopped)
            {
                return false;
            }

            var now = parts.Clock.GetUtcNow();
            _usedAt = parts.Clock.GetTimestamp();
            foreach (var email in emails)
            {
                if (email.Waiting.DueAt > now)
                {
                    WakeBy(email.Waiting.DueAt);
                }
                else if (_stored[(int)email.Waiting.Priority].HasMore || !TryHold(new LaneItem(email.Waiting, email.Email, null)))
                {
                    _stored[(int)email.Waiting.Priority].Missed();
                }
            }

            StartWork();
            channel = NextRing();
        }

        Offer(channel);
        return true;
    }

    /// <summary>The next message, for the channel that asks.</summary>
    /// <returns>Null: there is none for it, and the lane has left its ring.</returns>
    public LaneTurn? TryTake(ProviderChannel asking)
    {
        lock (_gate)
        {
            if (_channel == asking && _provider is { } provider && !_isStopped)
            {
                var now = parts.Clock.GetUtcNow();
                while (_queues.Dequeue() is { } item)
                {
                    item.IsTaken = true;
                    _taken++;
                    if (item.Email.ExpiresAt <= now)
                    {
                        _expired.Add(item);
                        continue;
                    }

                    StartWork();
                    _ring = _queues.IsEmpty ? null : _ring;
                    return new LaneTurn(this, item, provider, HasMore: !_queues.IsEmpty);
                }

                StartWork();
            }

            _ring = _ring == asking ? null : _ring;
            return null;
        }
    }

    /// <summary>Whether a taken message may go out as it was given: in time, and the tenant and its provider are as they were then.</summary>
    public bool StillWants(LaneTurn turn)
    {
        lock (_gate)
        {
            return !_isStopped && _provider == turn.Provider && turn.Item.Email.ExpiresAt > parts.Clock.GetUtcNow();
        }
    }

    /// <summary>The result of a taken message is on the disk.</summary>
    public void Recorded(LaneItem item, RecordedEmail recorded)
    {
        Ended(item, () =>
        {
            if (recorded.Retry is { } retry)
            {
                WakeBy(retry.DueAt);
            }
        });
    }

    /// <summary>A taken message was not sent after all: it waits as before.</summary>
    public void NotSent(LaneItem item) => Ended(item, () => _stored[(int)item.Email.Priority].Missed());

    /// <summary>What became of a taken message cannot be written: it must not go out again.</summary>
    public void CannotRecord(LaneItem item) => Ended(item, () => _unrecordable.Add(item.Email.Id));

    public LaneState State()
    {
        lock (_gate)
        {
            var waiting = parts.Outbox.CountsOf(tenantId).Waiting;
            return new LaneState(tenantId, LoadedAt, Math.Max(0, waiting - _taken), _queues.Total, _taken, _channel?.OwnerTenantId);
        }
    }

    private void Ended(LaneItem item, Action then)
    {
        ProviderChannel? channel;
        bool isDrained;
        lock (_gate)
        {
            _usedAt = parts.Clock.GetTimestamp();
            _taken--;
            Forget(item);
            then();
            StartWork();
            channel = NextRing();
            isDrained = IsDrained;
        }

        Offer(channel);
        if (isDrained)
        {
            drained(this);
        }
    }

    /// <summary>The channel to offer itself to, once the lock is given back; null: none, or it stands in its ring already.</summary>
    private ProviderChannel? NextRing()
    {
        if (_isStopped || _queues.IsEmpty)
        {
            return null;
        }

        if (_channel is null)
        {
            StartFinding();
            return null;
        }

        if (_ring == _channel)
        {
            return null;
        }

        return _ring = _channel;
    }

    private void Offer(ProviderChannel? channel)
    {
        if (channel?.TryOffer(this) == false)
        {
            ChannelClosed(channel);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "The provider in force for tenant {TenantId} cannot be found out; it is tried again.")]
    private static partial void LogNoProvider(ILogger logger, Exception exception, Guid tenantId);

    [LoggerMessage(Level = LogLevel.Error, Message = "The waiting messages of tenant {TenantId} cannot be read or ended; it is tried again.")]
    private static partial void LogCannotRead(ILogger logger, Exception exception, Guid tenantId);

    private void LogNoProvider(Exception exception, Guid tenant) => LogNoProvider(parts.Logger, exception, tenant);

    private void LogCannotRead(Exception exception, Guid tenant) => LogCannotRead(parts.Logger, exception, tenant);
}
