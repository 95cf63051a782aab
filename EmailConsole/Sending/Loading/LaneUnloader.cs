using EmailConsole.Cluster;
using EmailConsole.EmailProviders;
using EmailConsole.Sending.Channels;
using EmailConsole.Sending.Lanes;

namespace EmailConsole.Sending.Loading;

/// <summary>
/// Unloads lanes and closes channels that nobody uses, and lets go of what another node is to have: everything where this node was taken out, else what it
/// owns beyond its share.
/// </summary>
internal sealed partial class LaneUnloader(
    LaneSet lanes, ChannelSet channels, ChannelLoader openChannels, LaneLoader loader, LaneWakes wakes, TenantLoading loading, INode node, IOwners owners, TimeProvider clock,
    ILogger<LaneUnloader> logger) : BackgroundService
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LookForIdleLanes = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan LookForIdleChannels = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LookForShares = TimeSpan.FromSeconds(30);

    // Longer than the minute that a limit of messages looks back, and than a circuit stays open
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(20);

    // What moves at a time waits for its server to answer
    private const int MostAtATime = 20;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Look, clock);
        for (var looks = 1L; await timer.WaitForNextTickAsync(stoppingToken); looks++)
        {
            try
            {
                await LookAsync(looks, stoppingToken);
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogFailed(e);
            }
        }
    }

    private async Task LookAsync(long looks, CancellationToken cancellationToken)
    {
        if (looks % (LookForIdleLanes / Look) == 0)
        {
            UnloadIdle();
            await loader.GiveBackUnusedAsync();
        }

        if (looks % (LookForIdleChannels / Look) == 0)
        {
            foreach (var channel in channels.All())
            {
                await openChannels.TryCloseAsync(new ProviderId(channel.ProviderId), IdleTime, cancellationToken);
            }
        }

        if (node.IsDrained)
        {
            await LeaveAsync(cancellationToken);
        }
        else if (looks % (LookForShares / Look) == 0)
        {
            await ReleaseAsync(await BeyondShareAsync(cancellationToken), cancellationToken);
        }
    }

    private void UnloadIdle()
    {
        var settings = loading.Current;
        foreach (var lane in lanes.GetAll().Where(lane => !lane.IsStopped && lane.IsIdleFor(settings.IdleTimeout)))
        {
            if (!settings.Eager.Includes(loader.DomainOf(lane.TenantId)) && loader.Stop(lane))
            {
                // It was given something after it was seen to be idle
                wakes.Wake(lane.TenantId);
            }
        }
    }

    private async Task LeaveAsync(CancellationToken cancellationToken)
    {
        // Others each time: some may take long
        var some = owners.OwnedOf(OwnedKind.Channel).ToArray();
        Random.Shared.Shuffle(some);
        await ReleaseAsync([.. some.Take(MostAtATime).Select(id => new ProviderId(id))], cancellationToken);
        foreach (var lane in lanes.GetAll().Where(lane => !lane.IsStopped && lane.Providers.Count == 0))
        {
            loader.Stop(lane);
        }
    }

    private Task ReleaseAsync(IReadOnlyList<ProviderId> providers, CancellationToken cancellationToken) =>
        Task.WhenAll(providers.Select(provider => loader.ReleaseAsync(provider, cancellationToken)));

    private async Task<IReadOnlyList<ProviderId>> BeyondShareAsync(CancellationToken cancellationToken)
    {
        var nodes = node.All.Count(n => !n.IsDrained);
        if (nodes < 2)
        {
            return [];
        }

        // What goes along with a lane is where the lane is
        var along = RouteHome.Others(lanes.GetAll().Select(lane => lane.Providers));
        var own = owners.OwnedOf(OwnedKind.Channel).Where(id => !along.Contains(new ProviderId(id))).ToList();
        var all = own.Count + (await owners.FindOthersAsync(OwnedKind.Channel, cancellationToken)).Count;
        var share = (int)Math.Ceiling((double)all / nodes) + 1;
        return [.. own.Take(Math.Clamp(own.Count - share, 0, MostAtATime)).Select(id => new ProviderId(id))];
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Lanes that are to be unloaded, or moved, could not be; it is tried again.")]
    private partial void LogFailed(Exception exception);
}
