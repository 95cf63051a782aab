using System.Collections.Concurrent;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>
/// Keys in memory, so that a request costs no query. Each is read anew twice a second at most, so that what another process
/// changed holds here within a second; what this process changes is forgotten at once. Unknown keys are not remembered.
/// </summary>
internal sealed class ApiKeyCache(IDbContextFactory<EmailConsoleDb> contexts, TimeProvider time)
{
    private const int Capacity = 10_000;

    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(500);

    private readonly ConcurrentDictionary<string, Entry> _entries = new(StringComparer.Ordinal);

    /// <returns>Null: no key of an active tenant starts so.</returns>
    public async ValueTask<KnownApiKey?> FindAsync(string prefix, CancellationToken cancellationToken)
    {
        // Requests that come together read together; none waits longer than for one reading
        var read = _entries.TryGetValue(prefix, out var entry) && time.GetElapsedTime(entry.Since) < Fresh
            ? entry
            : Replace(prefix, entry);
        try
        {
            if (await read.Key.Value.WaitAsync(cancellationToken) is { } key)
            {
                return key;
            }
        }
        catch (Exception) when (read.Key.Value.IsFaulted)
        {
            Forget(prefix);
            throw;
        }

        _entries.TryRemove(KeyValuePair.Create(prefix, read));
        return null;
    }

    /// <summary>The key was revoked.</summary>
    public void Forget(string prefix) => _entries.TryRemove(prefix, out _);

    /// <summary>A tenant was deactivated or removed, and with it all its keys.</summary>
    public void ForgetAll() => _entries.Clear();

    private Entry Replace(string prefix, Entry? old)
    {
        if (old is null && _entries.Count >= Capacity)
        {
            _entries.Clear();
        }

        var read = new Entry(time.GetTimestamp(), new Lazy<Task<KnownApiKey?>>(() => ReadAsync(prefix)));
        return old is null
            ? _entries.GetOrAdd(prefix, read)
            : _entries.TryUpdate(prefix, read, old) ? read : _entries.GetOrAdd(prefix, read);
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

    private sealed record Entry(long Since, Lazy<Task<KnownApiKey?>> Key);
}
