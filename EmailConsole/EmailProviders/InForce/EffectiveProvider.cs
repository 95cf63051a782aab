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
            select new { Provider = provider, tenant.Domain }).AsNoTracking().SingleOrDefaultAsync(cancellationToken);
        return own is null ? Inherited() : Resolve(own.Provider, own.Domain, () => secrets.Read(own.Provider));
    }

    /// <param name="own">As stored, removed or not.</param>
    /// <param name="tenantDomain">Whose.</param>
    /// <param name="readSecrets">Asked for those of an own server.</param>
    public ProviderResolution Resolve(EmailProvider own, string tenantDomain, Func<EmailProviderSecrets> readSecrets) => own switch
    {
        { RemovedUntil: null } => Resolve(own.TenantId, tenantDomain, own.Version, own.Settings, readSecrets),
        { RemovedUntil: { } until } when waits.IsAwaited(own) => new ProviderResolution.BeingReplaced(own.Settings, until),
        _ => Inherited(),
    };

    /// <summary>
    /// The tenant's own settings, stored or not. With a server of its own they inherit nothing; with the super tenant's they give
    /// the sender, and everything else, the owner too, is the super tenant's: connections, limits, channel and circuit are shared.
    /// </summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="tenantDomain">By which senders are permitted.</param>
    /// <param name="version">Of the settings.</param>
    /// <param name="settings">In their normal form.</param>
    /// <param name="readSecrets">Asked for those of an own server.</param>
    public ProviderResolution Resolve(
        Guid tenantId, string tenantDomain, Guid version, EmailProviderSettings settings, Func<EmailProviderSecrets> readSecrets)
    {
        if (settings.Server == ProviderServer.Own)
        {
            return new ProviderResolution.InForce(new ProviderInForce(ProviderOrigin.Tenant, tenantId, version, settings, readSecrets()));
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
