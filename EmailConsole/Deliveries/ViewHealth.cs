using System.Security.Claims;
using EmailConsole.Outbox.Health;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Deliveries;

/// <summary>Shows the health of providers to persons. Each answer is null, or without entries, where whoever asks may not, or not any more.</summary>
internal sealed class ViewHealth(DeliveriesAccess access, TenantAccess tenants, ProviderHealths healths, IDbContextFactory<EmailConsoleDb> contexts)
{
    /// <summary>As <see cref="ProviderHealths.Version"/>.</summary>
    public long Version => healths.Version;

    /// <param name="person">Who asks.</param>
    /// <param name="domain">Of the route.</param>
    /// <param name="isAcross">Of all tenants.</param>
    /// <param name="tenantId">Whose mail; null: that of the route's tenant.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<HealthSight?> SeeAsync(ClaimsPrincipal person, string domain, bool isAcross, Guid? tenantId, CancellationToken cancellationToken)
    {
        if (await access.FindAsync(person, domain, isAcross, cancellationToken) is not { } scope)
        {
            return null;
        }

        var id = tenantId ?? scope.Tenant.Id;
        if (!scope.Covers(id))
        {
            return null;
        }

        var isActive = id == scope.Tenant.Id ? scope.Tenant.IsActive : await IsActiveAsync(id, cancellationToken);
        return (await healths.SeeAsync([id], scope.Actor.IsPlatformAdministrator, cancellationToken))[id] with { IsActive = isActive };
    }

    /// <summary>From memory.</summary>
    public ProviderHealth Of(HealthSight sight) => healths.Of(sight);

    /// <summary>Of several tenants, by domain, for those who manage tenants.</summary>
    public async Task<IReadOnlyDictionary<string, ProviderHealth>> OfDomainsAsync(
        ClaimsPrincipal person, IReadOnlyCollection<string> domains, CancellationToken cancellationToken)
    {
        if (await tenants.FindPlatformAdministratorAsync(person, cancellationToken) is null)
        {
            return new Dictionary<string, ProviderHealth>();
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Set<Tenant>().AsNoTracking().Where(t => domains.Contains(t.Domain)).ToDictionaryAsync(t => t.Id, cancellationToken);
        return (await healths.FindAsync(found.Keys, cancellationToken)).ToDictionary(h => found[h.Key].Domain, h => h.Value.Of(found[h.Key].IsActive), StringComparer.Ordinal);
    }

    private async Task<bool> IsActiveAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Tenant>().AnyAsync(t => t.Id == tenantId && t.IsActive, cancellationToken);
    }

    /// <summary>How many tenants need attention, for those who manage tenants.</summary>
    public async Task<int?> CountNeedingAttentionAsync(ClaimsPrincipal person, CancellationToken cancellationToken) =>
        await tenants.FindPlatformAdministratorAsync(person, cancellationToken) is null
            ? null
            : (await healths.FindNeedingAttentionAsync(cancellationToken)).Count;
}
