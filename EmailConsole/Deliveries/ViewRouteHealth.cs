using System.Security.Claims;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Health;
using EmailConsole.Tenants;

namespace EmailConsole.Deliveries;

/// <summary>Shows how each provider of a tenant's route fares: of its channel, from memory.</summary>
internal sealed class ViewRouteHealth(DeliveriesAccess access, IChannelStates channels, ProviderHealths healths)
{
    /// <returns>Null: whoever asks may not look, or not any more.</returns>
    public Task<DeliveriesScope?> FindAsync(ClaimsPrincipal person, string domain, CancellationToken cancellationToken) =>
        access.FindAsync(person, domain, isAcross: false, cancellationToken);

    /// <summary>From memory. To a tenant the super tenant's providers are one, under its id: that by which mail leaves.</summary>
    public RouteHealth Of(DeliveriesScope scope)
    {
        var all = channels.All();
        var health = all.Where(c => c.OwnerTenantId == scope.Tenant.Id).DistinctBy(c => c.ProviderId).ToDictionary(c => c.ProviderId, c => Of(c, scope));
        if (!scope.Tenant.IsSuper
            && all.Where(c => c.OwnerTenantId == TenantDomain.SuperTenantId).OrderBy(c => c.Place).Select(c => Of(c, scope)).ToList() is { Count: > 0 } platform)
        {
            health[TenantDomain.SuperTenantId] = platform.Find(h => h is not ProviderHealth.Paused) ?? platform[0];
        }

        return new RouteHealth(scope.Tenant.Domain, health);
    }

    private ProviderHealth Of(ChannelState channel, DeliveriesScope scope)
    {
        var mayTry = channel.OwnerTenantId == scope.Tenant.Id || scope.Actor.IsPlatformAdministrator;
        return healths.Of(channel, scope.Tenant.Id, mayTry) ?? new ProviderHealth.Works { MayTry = mayTry };
    }
}
