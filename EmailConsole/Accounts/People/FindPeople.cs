using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.People;

/// <summary>Finds people by the beginning of their username, for administrators: in their own tenant, in the super tenant in all.</summary>
internal sealed class FindPeople(IActorSource actors, IDbContextFactory<EmailConsoleDb> contexts)
{
    /// <param name="principal">Who asks.</param>
    /// <param name="prefix">What the username starts with.</param>
    /// <param name="most">How many at most.</param>
    /// <param name="cancellationToken">Ends the search.</param>
    /// <returns>In order; none where whoever asks manages nobody.</returns>
    public async Task<IReadOnlyList<FoundPerson>> ByPrefixAsync(ClaimsPrincipal principal, string prefix, int most, CancellationToken cancellationToken)
    {
        if (string.IsNullOrWhiteSpace(prefix)
            || await actors.FindAsync(principal, cancellationToken) is not { Role: ActorRole.Administrator } actor)
        {
            return [];
        }

        // A range over the index; LIKE would read every row
        var from = prefix.Trim().Normalize().ToUpperInvariant();
        var to = from + '\uffff';
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Account>().AsNoTracking()
            .Where(a => a.NormalizedUserName!.CompareTo(from) >= 0 && a.NormalizedUserName.CompareTo(to) < 0)
            .Join(db.Set<Tenant>(), a => a.TenantId, t => t.Id, (a, t) => new { a.NormalizedUserName, a.UserName, t.Domain })
            .Where(found => actor.IsPlatformAdministrator || found.Domain == actor.TenantDomain)
            .OrderBy(found => found.NormalizedUserName)
            .Take(most)
            .Select(found => new FoundPerson(found.UserName!, found.Domain))
            .ToListAsync(cancellationToken);
    }
}

internal sealed record FoundPerson(string Username, string TenantDomain);
