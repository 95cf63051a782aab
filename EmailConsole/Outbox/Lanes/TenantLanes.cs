using EmailConsole.Outbox.Lanes.Loading;
using EmailConsole.Tenants;

namespace EmailConsole.Outbox.Lanes;

/// <summary>The lanes, for the list of tenants.</summary>
internal sealed class TenantLanes(
    ILaneStates lanes, IChannelStates channels, IOutbox outbox, ILaneActivation activation, LaneKeeper keeper) : ITenantLanes
{
    public TenantLane Find(Guid tenantId)
    {
        var lane = lanes.Find(tenantId);
        var channel = channels.Find(lane?.ChannelOwner ?? tenantId);
        return new TenantLane(lane?.LoadedAt, outbox.CountsOf(tenantId).Waiting, channel is null ? null : Of(channel, tenantId));
    }

    public Task<bool> LoadAsync(Guid tenantId, CancellationToken cancellationToken) => activation.LoadAsync(tenantId, cancellationToken);

    public async Task UnloadAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await activation.UnloadAsync(tenantId, cancellationToken);
        keeper.LookForDue();
    }

    private static TenantChannel Of(ChannelState channel, Guid tenantId) => new(
        channel.OwnerTenantId != tenantId,
        channel.Connections,
        channel.Circuit.Position == CircuitPosition.Closed,
        channel.Circuit.Until,
        channel.Circuit.Why);
}
