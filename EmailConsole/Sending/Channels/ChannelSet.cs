using EmailConsole.Delivery.Pool;
using EmailConsole.Outbox;
using EmailConsole.Sending.Recording;
using EmailConsole.Tenants.Telemetry;

namespace EmailConsole.Sending.Channels;

/// <summary>The channels of this process, by owner.</summary>
internal sealed class ChannelSet(
    Handover handover,
    DeliveryRecorder recorder,
    ConnectionPools connections,
    TimeProvider clock,
    TenantLabel tenants,
    ILogger<ProviderChannel> logger)
    : IChannelStates, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, ProviderChannel> _channels = [];
    private readonly CancellationTokenSource _stopping = new();
    private bool _isPaused;

    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _channels.Count;
            }
        }
    }

    public ProviderChannel Open(Guid owner)
    {
        lock (_gate)
        {
            if (!_channels.TryGetValue(owner, out var channel))
            {
                _channels[owner] = channel = new ProviderChannel(owner, new ChannelParts(handover, recorder, clock, tenants, logger, _stopping.Token));
                if (_isPaused)
                {
                    channel.Pause();
                }
            }

            return channel;
        }
    }

    /// <returns>Whether it is closed now; false: it is in use.</returns>
    public bool TryClose(Guid owner, TimeSpan idleFor)
    {
        lock (_gate)
        {
            if (!_channels.TryGetValue(owner, out var channel))
            {
                return true;
            }

            if (!channel.TryClose(idleFor))
            {
                return false;
            }

            _channels.Remove(owner);
            channel.Dispose();
            return true;
        }
    }

    public void ProviderChanged(Guid owner) => Get(owner)?.ProviderChanged();

    public void TryNow(Guid owner) => Get(owner)?.TryNow();

    public void Works(Guid owner) => Get(owner)?.Works();

    /// <summary>Nothing more sets out, in any channel, also in those opened later.</summary>
    public void PauseAll()
    {
        lock (_gate)
        {
            _isPaused = true;
            foreach (var channel in _channels.Values)
            {
                channel.Pause();
            }
        }
    }

    /// <summary>Breaks off what is under way.</summary>
    public void CancelAll() => _stopping.Cancel();

    public ChannelState? Find(Guid ownerTenantId) => Get(ownerTenantId) is { } channel ? State(channel) : null;

    public IReadOnlyCollection<ChannelState> All()
    {
        lock (_gate)
        {
            return [.. _channels.Values.Select(State)];
        }
    }

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            channel.Dispose();
        }
    }

    private ChannelState State(ProviderChannel channel) => channel.State(connections.OpenOf(channel.OwnerTenantId));

    private ProviderChannel? Get(Guid owner)
    {
        lock (_gate)
        {
            return _channels.GetValueOrDefault(owner);
        }
    }
}
