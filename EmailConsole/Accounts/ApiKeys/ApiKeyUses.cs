using System.Collections.Concurrent;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>When keys were last used: noted in memory and written together, since a write with every request would be dear.</summary>
internal sealed class ApiKeyUses(IDbContextFactory<EmailConsoleDb> contexts, TimeProvider time)
{
    private readonly ConcurrentDictionary<Guid, DateTimeOffset> _unwritten = new();

    public void Note(Guid keyId) => _unwritten[keyId] = time.GetUtcNow();

    /// <returns>Null where nothing is noted that is not written already.</returns>
    public DateTimeOffset? LatestOf(Guid keyId) => _unwritten.TryGetValue(keyId, out var at) ? at : null;

    /// <summary>Writes what was noted, in one transaction. What could not be written stays noted.</summary>
    public async Task WriteAsync(CancellationToken cancellationToken)
    {
        var noted = _unwritten.ToArray();
        if (noted.Length == 0)
        {
            return;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await db.BeginWriteAsync(cancellationToken);
        foreach (var (id, at) in noted)
        {
            DateTimeOffset? last = at;
            await db.Set<ApiKey>().Where(k => k.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(k => k.LastUsedAt, last), cancellationToken);
        }

        await transaction.CommitAsync(cancellationToken);
        foreach (var use in noted)
        {
            // Stays where the key was used again meanwhile
            _unwritten.TryRemove(use);
        }
    }
}
