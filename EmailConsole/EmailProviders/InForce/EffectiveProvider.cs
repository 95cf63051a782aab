using EmailConsole.EmailProviders.Secrets;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders.InForce;

/// <summary>Own, else the super tenant's. The one place where a provider in force is made.</summary>
internal sealed class EffectiveProvider(
    IDbContextFactory<EmailConsoleDb> contexts, ProviderSecrets secrets, ReplacementWait waits, ISuperTenantProvider superTenant) : IEffectiveProvider
{
    public async Task<ProviderResolution> ResolveAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        if (tenantId == TenantDomain.SuperTenantId)
        {
            return Inherited();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = await (
            from provider in db.Set<EmailProvider>().IgnoreQueryFilters()
            join tenant in db.Set<Tenant>() on provider.TenantId equals tenant.Id
            where provider.TenantId == tenantId
            orderby provider.Position, provider.Id
            select new { Provider = provider, tenant.Domain }).AsNoTracking().ToListAsync(cancellationToken);
        return own.Count == 0 ? Inherited() : Resolve([.. own.Select(o => o.Provider)], own[0].Domain, secrets.Read);
    }

    /// <summary>All entries of a tenant's route. Those that are switched off, removed or not permitted are passed over as long as there are others.</summary>
    /// <param name="own">As stored, in order.</param>
    /// <param name="tenantDomain">Whose.</param>
    /// <param name="readSecrets">Asked for those of an own server.</param>
    public ProviderResolution Resolve(IReadOnlyList<EmailProvider> own, string tenantDomain, Func<EmailProvider, EmailProviderSecrets> readSecrets)
    {
        var present = own.Where(p => p.RemovedUntil is null && p.IsEnabled).ToList();
        if (present.Count == 0)
        {
            return own.FirstOrDefault(p => p.RemovedUntil is not null && waits.IsAwaited(p)) is { } removed
                ? new ProviderResolution.BeingReplaced(removed.Settings, removed.RemovedUntil!.Value)
                : Inherited();
        }

        var resolved = present.Select(p => (
            Name: present.Count > 1 ? ProviderNames.Of(p.Name, p.Settings) : p.Name, Resolution: Resolve(p, tenantDomain, () => readSecrets(p)))).ToList();
        var route = resolved.Where(r => r.Resolution is ProviderResolution.InForce)
            .Select(r => ((ProviderResolution.InForce)r.Resolution).Provider with { Name = r.Name })
            .DistinctBy(p => p.Id)
            .ToList();
        return route.Count > 0 ? new ProviderResolution.InForce(route[0]) { Route = route, SwitchesAfterUnknown = present[0].SwitchesAfterUnknown } : resolved[0].Resolution;
    }

    /// <param name="own">As stored, removed or not.</param>
    /// <param name="tenantDomain">Whose.</param>
    /// <param name="readSecrets">Asked for those of an own server.</param>
    public ProviderResolution Resolve(EmailProvider own, string tenantDomain, Func<EmailProviderSecrets> readSecrets) => own switch
    {
        { RemovedUntil: null } => Resolve(own.TenantId, new ProviderId(own.Id), tenantDomain, own.Version, own.Settings, readSecrets),
        { RemovedUntil: { } until } when waits.IsAwaited(own) => new ProviderResolution.BeingReplaced(own.Settings, until),
        _ => Inherited(),
    };

    /// <summary>
    /// The tenant's own settings, stored or not. With a server of its own they inherit nothing; with the super tenant's they give
    /// the sender, and everything else, the owner too, is the super tenant's: connections, limits, channel and circuit are shared.
    /// </summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="id">Which of the tenant's.</param>
    /// <param name="tenantDomain">By which senders are permitted.</param>
    /// <param name="version">Of the settings.</param>
    /// <param name="settings">In their normal form.</param>
    /// <param name="readSecrets">Asked for those of an own server.</param>
    public ProviderResolution Resolve(
        Guid tenantId, ProviderId id, string tenantDomain, Guid version, EmailProviderSettings settings, Func<EmailProviderSecrets> readSecrets)
    {
        if (settings.Server == ProviderServer.Own)
        {
            return new ProviderResolution.InForce(new ProviderInForce(ProviderOrigin.Tenant, tenantId, version, settings, readSecrets()) { Id = id });
        }

        if (settings.FromAddress.Length == 0)
        {
            return Inherited();
        }

        var current = superTenant.Current;
        return current.InForce is not { } platform ? new ProviderResolution.None()
            : current.Senders.FindFault(tenantDomain, settings.FromAddress) is { } reason ? new ProviderResolution.NotPermitted(reason)
            : new ProviderResolution.InForce(platform with { Version = version, Settings = settings.SentThrough(platform.Settings) });
    }

    /// <summary>Of a tenant without a provider of its own.</summary>
    public ProviderResolution Inherited() => superTenant.Current.InForce is { } inherited
        ? new ProviderResolution.InForce(inherited)
        : new ProviderResolution.None();
}
