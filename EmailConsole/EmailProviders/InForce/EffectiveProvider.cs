using System.Globalization;
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
            return OfSuperTenant();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = await (
            from tenant in db.Set<Tenant>()
            join one in db.Set<EmailProvider>().IgnoreQueryFilters() on tenant.Id equals one.TenantId into providers
            from provider in providers.DefaultIfEmpty()
            where tenant.Id == tenantId
            orderby provider.Position, provider.Id
            select new { Provider = provider, tenant.Domain }).AsNoTracking().ToListAsync(cancellationToken);
        return own is [{ Provider: not null }, ..]
            ? Resolve([.. own.Select(o => o.Provider)], own[0].Domain, secrets.Read)
            : Inherited(own.FirstOrDefault()?.Domain);
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
                : Inherited(tenantDomain);
        }

        var resolved = present.Select(p => (Entry: p, Resolution: Resolve(p, tenantDomain, () => readSecrets(p)))).ToList();
        var route = resolved
            .SelectMany(r => r.Resolution is ProviderResolution.InForce inForce ? inForce.Route.Select((p, place) => (r.Entry, Provider: p, Place: place)) : [])
            .DistinctBy(r => r.Provider.Id)
            .ToList();
        IReadOnlyList<ProviderInForce> named =
        [
            .. route.Select(r => r.Provider with
            {
                Name = present.Count > 1 || route.Count > 1 ? Name(ProviderNames.Of(r.Entry.Name, r.Entry.Settings), r.Place) : r.Entry.Name,
            }),
        ];
        return named.Count == 0
            ? resolved[0].Resolution
            : new ProviderResolution.InForce(named[0]) { Route = named, SwitchesAfterUnknown = present[0].SwitchesAfterUnknown };
    }

    /// <param name="own">As stored, removed or not.</param>
    /// <param name="tenantDomain">Whose.</param>
    /// <param name="readSecrets">Asked for those of an own server.</param>
    public ProviderResolution Resolve(EmailProvider own, string tenantDomain, Func<EmailProviderSecrets> readSecrets) => own switch
    {
        { RemovedUntil: null } => Resolve(own.TenantId, new ProviderId(own.Id), tenantDomain, own.Version, own.Settings, readSecrets),
        { RemovedUntil: { } until } when waits.IsAwaited(own) => new ProviderResolution.BeingReplaced(own.Settings, until),
        _ => Inherited(tenantDomain),
    };

    /// <summary>
    /// The tenant's own settings, stored or not. With a server of its own they inherit nothing; with the super tenant's they give
    /// the sender, and everything else, the owner and the standbys too, is the super tenant's: connections, limits, channels and circuits are shared.
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
            return Inherited(tenantDomain);
        }

        var current = superTenant.Current;
        return current.Route is not { Count: > 0 } platform ? new ProviderResolution.None()
            : current.Senders.FindFault(tenantDomain, settings.FromAddress) is { } reason ? new ProviderResolution.NotPermitted(reason)
            : Answer(Lent([.. platform.Select(p => p with { Version = version, Settings = settings.SentThrough(p.Settings) })], current.Senders.Of(tenantDomain)));
    }

    /// <summary>Of a tenant without a provider of its own.</summary>
    /// <param name="tenantDomain">Whose; null: nothing is sent by what is answered.</param>
    public ProviderResolution Inherited(string? tenantDomain)
    {
        var current = superTenant.Current;
        return Answer(Lent(current.Route, current.Senders.Of(tenantDomain)));
    }

    /// <summary>Of the super tenant itself: the same, by the names that it gives them.</summary>
    public ProviderResolution OfSuperTenant() => Answer(superTenant.Current.Route);

    /// <summary>What the super tenant calls its providers, and where they are, is none of a tenant's business.</summary>
    private static IReadOnlyList<ProviderInForce> Lent(IReadOnlyList<ProviderInForce> platform, PermittedSenders permitted) =>
        [.. platform.Select((p, place) => p with { Name = platform.Count > 1 ? Name(ProviderNames.OfPlatform, place) : "", Permitted = permitted })];

    private static string Name(string first, int place) =>
        place == 0 ? first : string.Create(CultureInfo.InvariantCulture, $"{first}, standby {place}");

    private static ProviderResolution Answer(IReadOnlyList<ProviderInForce> route) =>
        route.Count == 0 ? new ProviderResolution.None() : new ProviderResolution.InForce(route[0]) { Route = route };
}
