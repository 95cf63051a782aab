using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.ApiKeys;

/// <param name="Key">The name of its key.</param>
/// <param name="Refusals">The newest first.</param>
internal sealed record RefusedProgram(string Key, IReadOnlyList<ApiKeyRefusal> Refusals);

/// <summary>What a tenant's programs were refused lately, for whoever looks for their mail among the deliveries, where it is not.</summary>
internal sealed class ViewRefusals(TenantAccess access, IDbContextFactory<EmailConsoleDb> contexts, ApiKeyRefusals refusals, TimeProvider time)
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
        return
        [
            .. (await refusals.FindAsync(db, names.Keys, cancellationToken))
                .Select(key => new RefusedProgram(names[key.Key], [.. key.Where(r => r.LastAt >= since)]))
                .Where(program => program.Refusals.Count > 0)
                .OrderByDescending(program => program.Refusals[0].LastAt),
        ];
    }
}
