using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>
/// Keys in memory, so that a request costs no query. Each is read anew twice a second at most, so that what another process
/// changed holds here within a second; what this process changes is forgotten at once. Unknown keys are not remembered.
/// </summary>
internal sealed class ApiKeyCache(IDbContextFactory<EmailConsoleDb> contexts, TimeProvider time) : IDisposable
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly BoundedCache<string, Lazy<Task<KnownApiKey?>>> _reads = new(Capacity, time);

    /// <returns>Null: no key of an active tenant starts so.</returns>
    public async ValueTask<KnownApiKey?> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        var read = FindRead(prefix);
        try
        {
            if (await read.Value.WaitAsync(cancellationToken) is { } key)
            {
                return key;
            }
        }
        catch (Exception) when (read.Value.IsFaulted)
        {
            Forget(prefix);
            throw;
        }

        Forget(prefix);
        return null;
    }

    /// <summary>The key was revoked.</summary>
    public void Forget(string prefix) => _reads.Remove(prefix);

    /// <summary>A tenant was deactivated or removed, and with it all its keys.</summary>
    public void ForgetAll() => _reads.Clear();

    public void Dispose() => _reads.Dispose();

    // Requests that come together read together; none waits longer than for one reading
    private Lazy<Task<KnownApiKey?>> FindRead(string prefix)
    {
        lock (_gate)
        {
            if (!_reads.TryGet(prefix, out var read))
            {
                _reads.Set(prefix, read = new Lazy<Task<KnownApiKey?>>(() => ReadAsync(prefix)), Fresh);
            }

            return read;
        }
    }

    private async Task<KnownApiKey?> ReadAsync(string prefix)
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
