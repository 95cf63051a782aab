using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Health;
using EmailConsole.Sending.Channels;
using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Loading;
using EmailConsole.Tenants;

namespace EmailConsole.Sending.Changes;

/// <summary>Brings changes to the lanes and channels that are loaded, before their next message.</summary>
internal sealed class LaneChanges(
    LaneSet lanes, ChannelSet channels, WaitingRetries retries, ILaneActivation activation, LaneKeeper keeper, ProviderNotes notes)
    : IEmailProviderChanged, ITenantChanged
{
    public Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken)
    {
        // Before anything is sent by the new settings: the note would hide the first failure
        notes.Works(ownerTenantId);

        // First the lanes: a channel that forgets that the old server refuses would send it one more message
        foreach (var lane in ownerTenantId == TenantDomain.SuperTenantId ? lanes.GetAll() : lanes.Get(ownerTenantId) is { } own ? [own] : [])
        {
            lane.ProviderChanged(ownerTenantId);
        }

        channels.ProviderChanged(ProviderId.Of(ownerTenantId));
        retries.BringForward(ownerTenantId);
        return Task.CompletedTask;
    }

    public async Task ChangedAsync(Guid tenantId, bool isActive, CancellationToken cancellationToken)
    {
        if (isActive)
        {
            keeper.LookAgain();
        }
        else
        {
            // At once, without waiting for the grain's turn
            lanes.Get(tenantId)?.Stop();

            // Also where there is none: one may be loading, and have read that the tenant is active. Its grain's turns are one after another
            await activation.UnloadAsync(tenantId, cancellationToken);
        }
    }
}
