using System.Security.Claims;
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
            return Loaded(granted, null, superTenant.Current.InForce?.Settings, ProviderOrigin.SuperTenant);
        }

        var row = await stored.FindWithRemovedAsync(granted.Tenant.Id, cancellationToken);
        var own = row is null or { RemovedUntil: not null } ? null : stored.Describe(row);
        return (row is null ? effective.Inherited() : effective.Resolve(row, granted.Tenant.Domain)) switch
        {
            ProviderResolution.InForce { Provider: { Origin: ProviderOrigin.SuperTenant, Settings: var inherited } } when own is null =>
                Loaded(granted, null, ForHeader(inherited), ProviderOrigin.SuperTenant),
            ProviderResolution.InForce => Loaded(granted, own, own?.Settings, ProviderOrigin.Tenant),
            ProviderResolution.BeingReplaced replaced => Loaded(granted, null, null, null) with { ReplacementUntil = replaced.Until },
            ProviderResolution.NotPermitted refused => Loaded(granted, own, null, null) with { Obstacle = refused.Reason },
            _ => Loaded(granted, own, null, null),
        };
    }

    private static LoadResult.Loaded Loaded(
        TenantDecision.Granted access, StoredEmailProvider? own, EmailProviderSettings? inForce, ProviderOrigin? origin) =>
        new(access, own, inForce, inForce is null ? null : origin);

    // A tenant sees from whom its mail comes; the platform's server and user are none of its business
    private static EmailProviderSettings ForHeader(EmailProviderSettings inherited) => new()
    {
        FromAddress = inherited.FromAddress,
        DisplayNameMode = inherited.DisplayNameMode,
        DisplayName = inherited.DisplayName,
    };
}
