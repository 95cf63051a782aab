using System.Data.Common;
using EmailConsole.Cluster;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Health;
using EmailConsole.Sending.Channels;
using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Loading;
using EmailConsole.Tenants;

namespace EmailConsole.Sending.Changes;

/// <summary>Brings changes to the lanes and channels that are loaded, before their next message.</summary>
internal sealed class LaneChanges(
    LaneSet lanes, ChannelSet channels, IEffectiveProvider providers, IOwners owners, WaitingRetries retries, ILaneActivation activation, LaneKeeper keeper, ProviderNotes notes)
    : IEmailProviderChanged, ITenantChanged, IClusterEventListener
{
    public async Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken)
    {
        var route = await FindRouteAsync(ownerTenantId, cancellationToken);

        // Before anything is sent by the new settings: the note would hide the first failure. So it is the channel's node that makes it
        if (owners.Owns(OwnedKind.Channel, ownerTenantId))
        {
            notes.Works(ownerTenantId);
        }
        else
        {
            _ = NoteUnlessOwnedAsync(ownerTenantId);
        }

        // First the lanes: a channel that forgets that the old server refuses would send it one more message
        foreach (var lane in ownerTenantId == TenantDomain.SuperTenantId ? lanes.GetAll() : lanes.Get(ownerTenantId) is { } own ? [own] : [])
        {
            lane.ProviderChanged(ownerTenantId);
        }

        channels.ProviderChanged(ownerTenantId, route);
        retries.BringForward(ownerTenantId);
    }

    public Task ChangedAsync(Guid tenantId, bool isActive, CancellationToken cancellationToken)
    {
        if (isActive)
        {
            keeper.LookAgain();
        }
        else
        {
            activation.Forget(tenantId);
        }

        return Task.CompletedTask;
    }

    public Task ChangedAsync(ClusterEvent change, CancellationToken cancellationToken)
    {
        if (change == ClusterEvent.Everything)
        {
            activation.Forget(null);
            foreach (var channel in channels.All())
            {
                channels.TryNow(channel.OwnerTenantId);
            }

            keeper.LookAgain();
        }

        return Task.CompletedTask;
    }

    // What a server has shown must not be forgotten because a standby gets a name, or another place
    private async Task<IReadOnlyList<ProviderInForce>> FindRouteAsync(Guid owner, CancellationToken cancellationToken)
    {
        var open = channels.ProvidersOf(owner).Count;
        if (owner == TenantDomain.SuperTenantId || open == 0)
        {
            return [];
        }

        try
        {
            var route = await providers.FindRouteAsync(owner, cancellationToken);
            return route.Count > 1 || open > 1 ? route : [];
        }
        catch (Exception)
        {
            // Whatever it was, or out of time: the lanes must hear of the change. What is not known to be the same counts as another one
            return [];
        }
    }

    private async Task NoteUnlessOwnedAsync(Guid owner)
    {
        try
        {
            if (await owners.FindAsync(OwnedKind.Channel, owner, CancellationToken.None) is null)
            {
                notes.Works(owner);
            }
        }
        catch (DbException)
        {
            // The next attempt corrects what the statistics say
        }
    }
}
