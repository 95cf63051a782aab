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
    LaneSet lanes,
    ChannelSet channels,
    IEffectiveProvider providers,
    IOwners owners,
    WaitingRetries retries,
    LaneLoader loader,
    LaneKeeper keeper,
    ProviderNotes notes,
    TimeProvider clock)
    : IEmailProviderChanged, ITenantChanged, IClusterEventListener
{
    // What changed must be in force within a second, whatever else is known of it by then
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(0.5);

    public async Task ChangedAsync(Guid ownerTenantId, CancellationToken cancellationToken)
    {
        var route = await FindRouteAsync(ownerTenantId, cancellationToken);
        var changed = channels.ChangedOf(ownerTenantId, route);

        // Before anything is sent by the new settings: the note would hide the first failure. So it is the channel's node that makes it
        var known = channels.ProvidersOf(ownerTenantId);
        foreach (var provider in route.Select(p => p.Id).Append(ProviderId.FirstOf(ownerTenantId)).Except(known).Union(changed))
        {
            Note(provider.Value);
        }

        // First the lanes: a channel that forgets that the old server refuses would send it one more message
        foreach (var lane in ownerTenantId == TenantDomain.SuperTenantId ? lanes.GetAll() : lanes.Get(ownerTenantId) is { } own ? [own] : [])
        {
            lane.ProviderChanged(ownerTenantId);
        }

        foreach (var provider in changed)
        {
            channels.ProviderChanged(provider, route.FirstOrDefault(p => p.Id == provider));
        }

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
            loader.Forget(tenantId);
        }

        return Task.CompletedTask;
    }

    public Task ChangedAsync(ClusterEvent change, CancellationToken cancellationToken)
    {
        if (change == ClusterEvent.Everything)
        {
            loader.Forget(null);
            foreach (var channel in channels.All())
            {
                channels.TryNow(channel.OwnerTenantId);
            }

            keeper.LookAgain();
        }

        return Task.CompletedTask;
    }

    /// <returns>The owner's own; none: they could not be read.</returns>
    private async Task<IReadOnlyList<ProviderInForce>> FindRouteAsync(Guid owner, CancellationToken cancellationToken)
    {
        try
        {
            var route = await providers.FindRouteAsync(owner, cancellationToken).WaitAsync(Patience, clock, cancellationToken);
            return [.. route.Where(p => p.OwnerTenantId == owner)];
        }
        catch (Exception)
        {
            // Whatever it was: the lanes must hear of the change. What is not known to be the same counts as another one
            return [];
        }
    }

    private void Note(Guid provider)
    {
        if (owners.Owns(OwnedKind.Channel, provider))
        {
            notes.Works(provider);
        }
        else
        {
            _ = NoteUnlessOwnedAsync(provider);
        }
    }

    private async Task NoteUnlessOwnedAsync(Guid provider)
    {
        try
        {
            if (await owners.FindAsync(OwnedKind.Channel, provider, CancellationToken.None) is null)
            {
                notes.Works(provider);
            }
        }
        catch (DbException)
        {
            // The next attempt corrects what the statistics say
        }
    }
}
