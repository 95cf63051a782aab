using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.TenantManagement;

/// <summary>Finds tenants with their owners. Null for those who do not manage tenants.</summary>
internal sealed class TenantDirectory(TenantAccess access, IDbContextFactory<EmailConsoleDb> contexts)
{
    public async Task<(IReadOnlyList<TenantEntry> Entries, int Total)?> ListAsync(
        ClaimsPrincipal principal, TenantQuery query, CancellationToken cancellationToken)
    {
        if (await access.FindPlatformAdministratorAsync(principal, cancellationToken) is null)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = query.Filter?.Apply(db.Set<Tenant>()) ?? db.Set<Tenant>();
        var total = await found.CountAsync(cancellationToken);
        var ordered = query.IsDescending ? found.OrderByDescending(t => t.Domain) : found.OrderBy(t => t.Domain);
        return (await ReadAsync(db, ordered.Skip(query.Offset).Take(query.Limit), cancellationToken), total);
    }

    /// <param name="principal">Who asks.</param>
    /// <param name="id">As in the address.</param>
    /// <returns>Empty: no such tenant.</returns>
    public Task<IReadOnlyList<TenantEntry>?> FindAsync(ClaimsPrincipal principal, string id, CancellationToken cancellationToken) =>
        FindAsync(principal, tenants => Guid.TryParse(id, out var guid) ? tenants.Where(t => t.Id == guid) : tenants.Where(t => false), cancellationToken);

    /// <param name="principal">Who asks.</param>
    /// <param name="domain">Any text.</param>
    /// <returns>Empty: no such tenant.</returns>
    public Task<IReadOnlyList<TenantEntry>?> FindByDomainAsync(ClaimsPrincipal principal, string domain, CancellationToken cancellationToken) =>
        FindAsync(
            principal,
            tenants => TenantDomain.TryParse(domain, out var normal, out _) ? tenants.Where(t => t.Domain == normal) : tenants.Where(t => false),
            cancellationToken);

    private async Task<IReadOnlyList<TenantEntry>?> FindAsync(
        ClaimsPrincipal principal, Func<IQueryable<Tenant>, IQueryable<Tenant>> which, CancellationToken cancellationToken)
    {
        if (await access.FindPlatformAdministratorAsync(principal, cancellationToken) is null)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await ReadAsync(db, which(db.Set<Tenant>()), cancellationToken);
    }

    private static async Task<IReadOnlyList<TenantEntry>> ReadAsync(
        EmailConsoleDb db, IQueryable<Tenant> tenants, CancellationToken cancellationToken)
    {
        var found = await tenants.AsNoTracking().ToListAsync(cancellationToken);
        var ids = found.Select(t => t.Id).ToList();
        var administrators = await db.Set<Account>().AsNoTracking()
            .Where(a => ids.Contains(a.TenantId) && a.IsActive && a.Role == ActorRole.Administrator)
            .Select(a => new { a.TenantId, a.Id, a.UserName, a.CreatedAt })
            .ToListAsync(cancellationToken);
        var owners = administrators.GroupBy(a => a.TenantId).ToDictionary(group => group.Key, group => group.MinBy(a => (a.CreatedAt, a.Id))!);
        return [.. found.Select(t => owners.GetValueOrDefault(t.Id) is { } owner
            ? new TenantEntry(t.Id, t.Domain, t.IsActive, t.CreatedAt, owner.Id, owner.UserName)
            : new TenantEntry(t.Id, t.Domain, t.IsActive, t.CreatedAt, null, null))];
    }
}

/// <summary>A tenant with its owner, as the API knows it.</summary>
/// <param name="OwnerId">Of the administrator who was there first; null: none left.</param>
/// <param name="OwnerUsername">In full.</param>
internal sealed record TenantEntry(
    Guid Id, string Domain, bool IsActive, DateTimeOffset CreatedAt, Guid? OwnerId, string? OwnerUsername);

/// <summary>Which tenants to list, by domain.</summary>
/// <param name="Filter">Null: all.</param>
/// <param name="IsDescending">From z to a.</param>
/// <param name="Offset">From 0.</param>
/// <param name="Limit">At most <see cref="ListTenants.MaxPageSize"/>.</param>
internal sealed record TenantQuery(TenantFilter? Filter, bool IsDescending, int Offset, int Limit);
