using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.InForce;

/// <summary>One query for a page of tenants; no secret is read.</summary>
internal sealed class TenantProviderSummary(
    IDbContextFactory<EmailConsoleDb> contexts, EffectiveProvider effective) : ITenantProviderSummary
{
    public async Task<IReadOnlyDictionary<Guid, TenantProvider>> FindAsync(
        IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = await (
            from provider in db.Set<EmailProvider>().IgnoreQueryFilters()
            join tenant in db.Set<Tenant>() on provider.TenantId equals tenant.Id
            where tenantIds.Contains(provider.TenantId) && provider.TenantId != TenantDomain.SuperTenantId
            orderby provider.Position, provider.Id
            select new { tenant.Domain, provider.Id, provider.TenantId, provider.IsEnabled, provider.Version, provider.RemovedUntil, provider.Settings.Server, provider.Settings.FromAddress })
            .ToListAsync(cancellationToken);
        var routes = own.ToLookup(p => p.TenantId);
        return tenantIds.Distinct().ToDictionary(id => id, id => Of(routes[id].FirstOrDefault() is { } first
            ? effective.Resolve(
                [
                    .. routes[id].Select(p => new EmailProvider
                    {
                        Id = p.Id,
                        TenantId = id,
                        IsEnabled = p.IsEnabled,
                        Version = p.Version,
                        RemovedUntil = p.RemovedUntil,
                        Settings = new EmailProviderSettings { Server = p.Server, FromAddress = p.FromAddress },
                    }),
                ],
                first.Domain,
                _ => EmailProviderSecrets.None)
            : effective.Inherited()));
    }

    private static TenantProvider Of(ProviderResolution resolution) => resolution switch
    {
        ProviderResolution.InForce { Provider: { Origin: ProviderOrigin.Tenant } } => TenantProvider.Own,
        ProviderResolution.InForce { Provider.Settings.Server: ProviderServer.Platform } => TenantProvider.OwnSender,
        ProviderResolution.InForce => TenantProvider.SuperTenant,
        ProviderResolution.BeingReplaced => TenantProvider.BeingReplaced,
        _ => TenantProvider.None,
    };
}
