using EmailConsole.EmailProviders.SuperTenant;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.EmailProviders;

/// <summary>One query for a page of tenants; no secret is read.</summary>
internal sealed class TenantProviderSummary(
    IDbContextFactory<EmailConsoleDb> contexts, ISuperTenantProvider superTenant) : ITenantProviderSummary
{
    public async Task<IReadOnlyDictionary<Guid, TenantProvider>> FindAsync(
        IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var own = await db.Set<EmailProvider>()
            .Where(p => tenantIds.Contains(p.TenantId) && p.TenantId != TenantDomain.SuperTenantId)
            .Select(p => p.TenantId)
            .ToHashSetAsync(cancellationToken);
        var inherited = superTenant.Current.InForce is null ? TenantProvider.None : TenantProvider.SuperTenant;
        return tenantIds.Distinct().ToDictionary(id => id, id => own.Contains(id) ? TenantProvider.Own : inherited);
    }
}
