using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.ApiKeys;

/// <param name="Key">The name of its key.</param>
/// <param name="Refusals">The newest first; at least one.</param>
/// <param name="IsAcceptedSince">A message of its was accepted behind the last of them.</param>
internal sealed record RefusedProgram(string Key, IReadOnlyList<ApiKeyRefusal> Refusals, bool IsAcceptedSince)
{
    public DateTimeOffset LastAt => Refusals[0].LastAt;
}

/// <summary>Knows what was accepted of programs. The room that accepts implements it.</summary>
internal interface IAcceptedMail
{
    /// <param name="tenantId">Whose.</param>
    /// <param name="by">As <see cref="RestCaller.Words"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>When the last of them was accepted that is kept; null: there is none.</returns>
    Task<DateTimeOffset?> FindLastAsync(Guid tenantId, string by, CancellationToken cancellationToken);
}

/// <summary>What a tenant's programs were refused lately, for whoever looks for their mail among the deliveries, where it is not.</summary>
internal sealed class ViewRefusals(
    TenantAccess access, IDbContextFactory<EmailConsoleDb> contexts, ApiKeyRefusals refusals, IEnumerable<IAcceptedMail> accepted, TimeProvider time)
{
    private static readonly TimeSpan Lately = TimeSpan.FromHours(24);

    /// <returns>Whose last refusal is the newest first; null where whoever asks may not see the tenant's mail.</returns>
    public async Task<IReadOnlyList<RefusedProgram>?> ListAsync(ClaimsPrincipal principal, string domain, CancellationToken cancellationToken)
    {
        if (await access.DecideAsync(principal, domain, TenantPermission.OperateMail, cancellationToken) is not TenantDecision.Granted granted)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var names = await db.Set<ApiKey>().AsNoTracking().Where(k => k.TenantId == granted.Tenant.Id).ToDictionaryAsync(k => k.Id, k => k.Name, cancellationToken);
        var since = time.GetUtcNow() - Lately;
        List<RefusedProgram> found = [];
        foreach (var key in await refusals.FindAsync(db, names.Keys, cancellationToken))
        {
            if (key.Where(r => r.LastAt >= since).ToList() is { Count: > 0 } lately)
            {
                var last = await accepted.Single().FindLastAsync(granted.Tenant.Id, RestCaller.Key.WordsFor(names[key.Key]), cancellationToken);
                found.Add(new RefusedProgram(names[key.Key], lately, last > lately[0].LastAt));
            }
        }

        return [.. found.OrderByDescending(program => program.LastAt)];
    }
}
