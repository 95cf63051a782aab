using EmailConsole.Outbox;
using EmailConsole.Tenants;

namespace EmailConsole.Sending.Loading;

/// <summary>The lanes, for the list of tenants.</summary>
internal sealed class TenantLanes(
    ILaneStates lanes, IChannelStates channels, IOutboxStore outbox, LaneLoader loader, LaneKeeper keeper, TimeProvider clock) : ITenantLanes
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(250);

    public TenantLane Find(Guid tenantId)
    {
        var lane = lanes.Find(tenantId);
        var channel = channels.Find(lane?.ProviderId ?? tenantId);
        return new TenantLane(lane?.LoadedAt, outbox.CountsOf(tenantId).Waiting, channel?.Connections, channel is not null && channel.OwnerTenantId != tenantId);
    }

    public async Task<IReadOnlyList<Guid>> FindLongestAsync(CancellationToken cancellationToken) =>
        [.. (await outbox.FindBacklogsAsync(cancellationToken)).OrderByDescending(b => b.Waiting).Take(TenantRanks.Most).Select(b => b.TenantId)];

    public async Task<bool> LoadAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await loader.LoadAsync(tenantId, cancellationToken);
            }
            catch (OutboxUnavailableException)
            {
                // It changes its node just now
                await Task.Delay(Look, clock, cancellationToken);
            }
        }
    }

    public async Task UnloadAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await loader.UnloadAsync(tenantId, cancellationToken);
        keeper.LookForDue();
    }
}
