using System.Security.Claims;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tenants;

/// <summary>Suggests tenants while a super tenant administrator types.</summary>
public sealed class FindTenants(TenantAccess access, IDbContextFactory<EmailConsoleDb> contexts)
{
    private const int Suggestions = 10;

    /// <param name="person">The signed-in person.</param>
    /// <param name="prefix">What the domain starts with; null or blank: any.</param>
    /// <returns>At most ten domains in order; none for those who do not manage tenants.</returns>
    public async Task<IReadOnlyList<string>> ByPrefixAsync(ClaimsPrincipal person, string? prefix, CancellationToken cancellationToken)
    {
        if (await access.FindPlatformAdministratorAsync(person, cancellationToken) is null)
        {
            return [];
        }

        // A range over the index; LIKE would read every row
        var from = (prefix ?? "").Trim().ToLowerInvariant();
        var to = from + '\uffff';
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Tenant>()
            .Where(t => t.Domain.CompareTo(from) >= 0 && t.Domain.CompareTo(to) < 0)
            .OrderBy(t => t.Domain)
            .Select(t => t.Domain)
            .Take(Suggestions)
            .ToListAsync(cancellationToken);
    }
}
