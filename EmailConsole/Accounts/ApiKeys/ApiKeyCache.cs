using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>
/// Keys in memory, so that a request costs no query. What this process changes is forgotten at once. Unknown keys are not remembered.
/// </summary>
internal sealed class ApiKeyCache(IDbContextFactory<EmailConsoleDb> contexts, TimeProvider time) : IDisposable
{
    private readonly BriefCache<string, KnownApiKey?> _keys = new(prefix => ReadAsync(contexts, prefix), time);

    /// <returns>Null: no key of an active tenant starts so.</returns>
    public async ValueTask<KnownApiKey?> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        if (await _keys.FindAsync(prefix, cancellationToken) is { } key)
        {
            return key;
        }

        Forget(prefix);
        return null;
    }

    /// <summary>The key was revoked.</summary>
    public void Forget(string prefix) => _keys.Forget(prefix);

    /// <summary>A tenant was deactivated or removed, and with it all its keys.</summary>
    public void ForgetAll() => _keys.Clear();

    public void Dispose() => _keys.Dispose();

    private static async Task<KnownApiKey?> ReadAsync(IDbContextFactory<EmailConsoleDb> contexts, string prefix)
    {
        await using var db = await contexts.CreateDbContextAsync(CancellationToken.None);
        var found = await (
            from key in db.Set<ApiKey>().AsNoTracking()
            join tenant in db.Set<Tenant>() on key.TenantId equals tenant.Id
            where key.Prefix == prefix && tenant.IsActive
            select new { key, tenant.Domain }).SingleOrDefaultAsync(CancellationToken.None);
        return found is null
            ? null
            : new KnownApiKey(
                new RestCaller.Key(found.key.Id, found.key.Name, found.key.TenantId, found.Domain, found.key.Scopes),
                found.key.Hash,
                found.key.ExpiresAt);
    }
}
