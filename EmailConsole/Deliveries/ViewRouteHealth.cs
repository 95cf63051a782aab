using System.Security.Claims;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Health;
using EmailConsole.Tenants;

namespace EmailConsole.Deliveries;

/// <summary>Shows how each provider of a tenant's route fares: of its channel, from memory.</summary>
internal sealed class ViewRouteHealth(DeliveriesAccess access, IChannelStates channels, TimeProvider clock)
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
        var now = clock.GetUtcNow();
        var mayRead = channel.OwnerTenantId == scope.Tenant.Id || scope.Actor.IsPlatformAdministrator;
        var failure = channel.LastFailure;
        var cause = failure is null ? "It cannot be used at present."
            : (mayRead ? null : InheritedFailure.WordsFor(failure, channel.OwnerTenantId, scope.Tenant.Id)) ?? failure.Advice.Cause;
        ProviderHealth health = channel switch
        {
            { Circuit: { Until: { } until } circuit } => new ProviderHealth.Paused(
                channel.FailingSince ?? circuit.Since ?? now, until, circuit.Position == CircuitPosition.HalfOpen || until <= now, cause),
            { ThrottledUntil: { } until } when until - now > ProviderHealths.Noticed => new ProviderHealth.Slowed(until, cause),
            { FailingSince: { } since } => new ProviderHealth.Failing(since, cause),
            _ => new ProviderHealth.Works(),
        };
        return health with { MayTry = mayRead, Cure = mayRead ? failure?.Advice.Cure : null };
    }
}
