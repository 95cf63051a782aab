using System.Collections.Frozen;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Events.Notices;

/// <summary>What stands, in memory, for every bell of this node: read again by the watch, however many pages are open. Thread-safe.</summary>
internal sealed class NoticeBoard(IDbContextFactory<EmailConsoleDb> contexts)
{
    private State _now = new(0, FrozenDictionary<Guid, IReadOnlyList<Notice>>.Empty);

    /// <summary>Another one after every change.</summary>
    public long Version => Volatile.Read(ref _now).Version;

    /// <returns>The newest first.</returns>
    public IReadOnlyList<Notice> Of(Guid tenantId) => Volatile.Read(ref _now).Open.GetValueOrDefault(tenantId, []);

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await db.Set<Notice>().AsNoTracking().Where(n => n.ClosedAt == null).ToListAsync(cancellationToken);
        var now = _now;
        if (!open.Select(n => n.Version).ToHashSet().SetEquals(now.Open.Values.SelectMany(o => o).Select(n => n.Version)))
        {
            var next = open.GroupBy(n => n.TenantId).ToFrozenDictionary(g => g.Key, IReadOnlyList<Notice> (g) => [.. g.OrderByDescending(n => n.OpenedAt)]);
            Volatile.Write(ref _now, new State(now.Version + 1, next));
        }
    }

    private sealed record State(long Version, FrozenDictionary<Guid, IReadOnlyList<Notice>> Open);
}
