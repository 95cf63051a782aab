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

    /// <summary>From memory.</summary>
    public RouteHealth Of(DeliveriesScope scope) => new(
        scope.Tenant.Domain,
        channels.All().Where(c => c.OwnerTenantId == scope.Tenant.Id || c.OwnerTenantId == TenantDomain.SuperTenantId)
            .DistinctBy(c => c.ProviderId).ToDictionary(c => c.ProviderId, c => Of(c, scope)));

    private ProviderHealth Of(ChannelState channel, DeliveriesScope scope)
    {
        var mayTry = channel.OwnerTenantId == scope.Tenant.Id || scope.Actor.IsPlatformAdministrator;
        return healths.Of(channel, scope.Tenant.Id, mayTry) ?? new ProviderHealth.Works { MayTry = mayTry };
    }
}
