using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.InForce;

/// <summary>One query for many tenants; no secret is read.</summary>
internal sealed class TenantProviderSummary(
    IDbContextFactory<EmailConsoleDb> contexts, EffectiveProvider effective) : ITenantProviderSummary, ITenantRoutes
{
    public async Task<IReadOnlyDictionary<Guid, TenantProvider>> FindAsync(
        IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
        (await ResolveAsync(tenantIds, cancellationToken)).ToDictionary(r => r.Key, r => Of(r.Value));

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<RouteProvider>>> FindRoutesAsync(
        IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
        (await ResolveAsync(tenantIds, cancellationToken)).ToDictionary(
            r => r.Key,
            IReadOnlyList<RouteProvider> (r) => r.Value is ProviderResolution.InForce { Route: var route }
                ? [.. route.Select(p => new RouteProvider(p.Id.Value, p.OwnerTenantId, p.Name))]
                : []);

    public async Task<IReadOnlyDictionary<Guid, Guid>> FindOwnersOfFirstsAsync(IReadOnlyCollection<Guid> providerIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var all = db.Set<EmailProvider>();
        var firsts = await all.Where(p => EF.Parameter(providerIds).Contains(p.Id) && p.IsEnabled && p.TenantId != TenantDomain.SuperTenantId
                && !all.Any(q => q.TenantId == p.TenantId && q.IsEnabled && q.Position < p.Position))
            .ToDictionaryAsync(p => p.Id, p => p.TenantId, cancellationToken);
        if (effective.Inherited(tenantDomain: null) is ProviderResolution.InForce { Provider: var platform } && providerIds.Contains(platform.Id.Value))
        {
            firsts[platform.Id.Value] = platform.OwnerTenantId;
        }

        return firsts;
    }

    private async Task<Dictionary<Guid, ProviderResolution>> ResolveAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = await (
            from provider in db.Set<EmailProvider>().IgnoreQueryFilters()
            join tenant in db.Set<Tenant>() on provider.TenantId equals tenant.Id
            where tenantIds.Contains(provider.TenantId) && provider.TenantId != TenantDomain.SuperTenantId
            orderby provider.Position, provider.Id
            select new
            {
                tenant.Domain,
                provider.Id,
                provider.TenantId,
                provider.Name,
                provider.IsEnabled,
                provider.Version,
                provider.RemovedUntil,
                provider.Settings.Server,
                provider.Settings.FromAddress,
                provider.Settings.Kind,
                provider.Settings.Preset,
                provider.Settings.Host,
            })
            .ToListAsync(cancellationToken);
        var routes = own.ToLookup(p => p.TenantId);
        return tenantIds.Distinct().ToDictionary(id => id, id => routes[id].FirstOrDefault() is { } first
            ? effective.Resolve(
                [
                    .. routes[id].Select(p => new EmailProvider
                    {
                        Id = p.Id,
                        TenantId = id,
                        Name = p.Name,
                        IsEnabled = p.IsEnabled,
                        Version = p.Version,
                        RemovedUntil = p.RemovedUntil,
                        Settings = new EmailProviderSettings { Server = p.Server, FromAddress = p.FromAddress, Kind = p.Kind, Preset = p.Preset, Host = p.Host },
                    }),
                ],
                first.Domain,
                _ => EmailProviderSecrets.None)
            : id == TenantDomain.SuperTenantId ? effective.OfSuperTenant() : effective.Inherited(tenantDomain: null));
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
