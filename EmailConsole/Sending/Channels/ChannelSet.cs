using EmailConsole.Cluster;
using EmailConsole.Delivery.Pool;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Tenants.Telemetry;

namespace EmailConsole.Sending.Channels;

/// <summary>What every channel works with.</summary>
internal sealed record ChannelParts(
    Dispatcher Dispatcher, IDeliveryRecorder Recorder, INode Node, TimeProvider Clock, TenantLabel Tenants, ILogger<ProviderChannel> Logger, CancellationToken Stopping);

/// <summary>The channels of this process, by provider. Thread-safe.</summary>
internal sealed class ChannelSet(
    Dispatcher dispatcher,
    IDeliveryRecorder recorder,
    ConnectionPools connections,
    INode node,
    TimeProvider clock,
    TenantLabel tenants,
    ILogger<ProviderChannel> logger)
    : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<ProviderId, ProviderChannel> _channels = [];
    private readonly CancellationTokenSource _stopping = new();
    private bool _isPaused;

    /// <param name="provider">Whose.</param>
    /// <param name="place">In its owner's route, from 0.</param>
    public ProviderChannel Open(ProviderInForce provider, int place)
    {
        lock (_gate)
        {
            if (!_channels.TryGetValue(provider.Id, out var channel))
            {
                _channels[provider.Id] = channel = new ProviderChannel(provider, new ChannelParts(dispatcher, recorder, node, clock, tenants, logger, _stopping.Token));
                if (_isPaused)
                {
                    channel.Pause();
                }
            }

            channel.Place = place;
            return channel;
        }
    }

    /// <returns>The providers of an owner that have a channel here.</returns>
    public IReadOnlyList<ProviderId> ProvidersOf(Guid ownerTenantId) => [.. Of(ownerTenantId).Select(c => c.Provider)];

    /// <returns>Whether it is closed now; false: it is in use.</returns>
    public bool TryClose(ProviderId provider, TimeSpan idleFor)
    {
        lock (_gate)
        {
            if (!_channels.TryGetValue(provider, out var channel))
            {
                return true;
            }

            if (!channel.TryClose(idleFor))
            {
                return false;
            }

            _channels.Remove(provider);
            channel.Dispose();
            connections.CloseIdle(provider);
            return true;
        }
    }

    /// <summary>Others own them now: breaks off what is in flight, and closes the connections.</summary>
    public void AbandonAll()
    {
        lock (_gate)
        {
            foreach (var channel in _channels.Values)
            {
                channel.Abandon();
            }

            _channels.Clear();
        }

        connections.CloseIdle(null);
    }

    /// <summary>Ends when the connections are closed, or after a while: before then another node must not open some.</summary>
    /// <param name="provider">Whose; null: of all.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task ClosedAsync(ProviderId? provider, CancellationToken cancellationToken) => connections.ClosedAsync(provider, cancellationToken);

    /// <summary>Closes the connections that nobody uses just now.</summary>
    public void CloseIdle() => connections.CloseIdle(null);

    /// <summary>Something of an owner's providers has changed.</summary>
    /// <param name="ownerTenantId">Whose.</param>
    /// <param name="route">As it is now; none: not known, and any of them may be another one.</param>
    /// <returns>The providers whose channels know other settings than those, and are to be told. Of one that does not stand there nothing has changed.</returns>
    public IReadOnlyList<ProviderId> ChangedOf(Guid ownerTenantId, IReadOnlyList<ProviderInForce> route) =>
        [.. Of(ownerTenantId).Where(c => route.Count == 0 || (route.FirstOrDefault(p => p.Id == c.Provider) is { } now && !c.Knows(now))).Select(c => c.Provider)];

    /// <summary>What the channel has learned was learned by other settings than these.</summary>
    public void ProviderChanged(ProviderId provider, ProviderInForce? now) => Get(provider)?.ProviderChanged(now);

    public void TryNow(Guid ownerTenantId) => Of(ownerTenantId).ForEach(c => c.TryNow());

    public void Works(ProviderId provider) => Get(provider)?.Works();

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

    /// <summary>Breaks off what is in flight.</summary>
    public void CancelAll() => _stopping.Cancel();

    public ChannelState? Find(Guid providerId) => Get(new ProviderId(providerId)) is { } channel ? State(channel) : null;

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

    private ChannelState State(ProviderChannel channel) => channel.State(connections.OpenOf(channel.Provider));

    private List<ProviderChannel> Of(Guid ownerTenantId)
    {
        lock (_gate)
        {
            return [.. _channels.Values.Where(c => c.Owner == ownerTenantId)];
        }
    }

    private ProviderChannel? Get(ProviderId provider)
    {
        lock (_gate)
        {
            return _channels.GetValueOrDefault(provider);
        }
    }
}
