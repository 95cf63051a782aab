using System.Security.Claims;
using EmailConsole.EmailProviders.InForce;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>What the page of a tenant shows.</summary>
internal sealed class LoadEmailProvider(TenantAccess access, StoredProviders stored, EffectiveProvider effective, ISuperTenantProvider superTenant)
{
    public async Task<LoadResult> LoadAsync(ClaimsPrincipal person, string? tenantDomain, CancellationToken cancellationToken)
    {
        if (await access.DecideAsync(person, tenantDomain, TenantPermission.View, cancellationToken) is var decision
            && decision is not TenantDecision.Granted)
        {
            return new LoadResult.Refused(decision);
        }

        var granted = (TenantDecision.Granted)decision;
        if (granted.Tenant.IsSuper)
        {
            var file = superTenant.Current;
            return Loaded(granted, null, file.InForce?.Settings, ProviderOrigin.SuperTenant) with { Entries = file.Entries };
        }

        var opened = await stored.ListAsync(granted.Tenant.Id, cancellationToken);
        var entries = opened.Select(o => o.Own).OfType<StoredEmailProvider>().ToList();
        var own = entries.Find(e => !e.Settings.IsPlatformItself);
        return opened.Count == 0
            ? Show(granted, own: null)
            : Loaded(granted, own, effective.Resolve([.. opened.Select(o => o.Row)], granted.Tenant.Domain, _ => EmailProviderSecrets.None)) with { Entries = entries };
    }

    /// <summary>What the page shows once this is stored: nothing needs to be read for it.</summary>
    /// <param name="access">Who looks at which tenant, not the super tenant.</param>
    /// <param name="own">What was just stored; null: it was reverted.</param>
    public LoadResult.Loaded Show(TenantDecision.Granted access, StoredEmailProvider? own) => Loaded(access, own, own is null
        ? effective.Inherited(access.Tenant.Domain)
        : effective.Resolve(access.Tenant.Id, own.Id, access.Tenant.Domain, own.Version, own.Settings, () => EmailProviderSecrets.None));

    // A tenant sees from whom its mail comes; the platform's server and user are none of its business
    private static LoadResult.Loaded Loaded(TenantDecision.Granted access, StoredEmailProvider? own, ProviderResolution resolution) => resolution switch
    {
        ProviderResolution.InForce { Provider: { Origin: ProviderOrigin.SuperTenant, Settings: { Server: not ProviderServer.Platform } inherited } } =>
            Loaded(access, own, inherited.SenderAlone(), ProviderOrigin.SuperTenant),
        ProviderResolution.InForce => Loaded(access, own, own?.Settings, ProviderOrigin.Tenant),
        ProviderResolution.BeingReplaced replaced => Loaded(access, null, null, null) with { ReplacementUntil = replaced.Until },
        ProviderResolution.NotPermitted refused => Loaded(access, own, null, null) with { Obstacle = refused.Reason },
        _ => Loaded(access, own, null, null),
    };

    private static LoadResult.Loaded Loaded(
        TenantDecision.Granted access, StoredEmailProvider? own, EmailProviderSettings? inForce, ProviderOrigin? origin) =>
        new(access, own, inForce, inForce is null ? null : origin);
}
