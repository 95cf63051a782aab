using System.Security.Claims;
using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Tenants;

namespace EmailConsole.EmailProviders.Editing;

/// <summary>What the page of a tenant shows.</summary>
internal sealed class LoadEmailProvider(TenantAccess access, StoredProviders stored, ISuperTenantProvider superTenant)
{
    public async Task<LoadResult> LoadAsync(ClaimsPrincipal person, string? tenantDomain, CancellationToken cancellationToken)
    {
        if (await access.DecideAsync(person, tenantDomain, TenantPermission.View, cancellationToken) is var decision
            && decision is not TenantDecision.Granted)
        {
            return new LoadResult.Refused(decision);
        }

        var granted = (TenantDecision.Granted)decision;
        var inherited = superTenant.Current.InForce?.Settings;
        if (granted.Tenant.IsSuper)
        {
            return Loaded(granted, null, inherited, ProviderOrigin.SuperTenant);
        }

        return await stored.DescribeAsync(granted.Tenant.Id, cancellationToken) is { } own
            ? Loaded(granted, own, own.Settings, ProviderOrigin.Tenant)
            : Loaded(granted, null, inherited is null ? null : ForHeader(inherited), ProviderOrigin.SuperTenant);
    }

    private static LoadResult.Loaded Loaded(
        TenantDecision.Granted access, StoredEmailProvider? own, EmailProviderSettings? inForce, ProviderOrigin origin) =>
        new(access, own, inForce, inForce is null ? null : origin);

    // A tenant sees from whom its mail comes; the platform's server and user are none of its business
    private static EmailProviderSettings ForHeader(EmailProviderSettings inherited) => new()
    {
        FromAddress = inherited.FromAddress,
        DisplayNameMode = inherited.DisplayNameMode,
        DisplayName = inherited.DisplayName,
    };
}
