using System.Collections.Frozen;
using EmailConsole.Events.Endpoints;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Events.Notices;

/// <summary>What stands, in memory, for every bell of this node: read again by the watch, however many pages are open. Thread-safe.</summary>
internal sealed class NoticeBoard(IDbContextFactory<EmailConsoleDb> contexts, IOptions<NoticeOptions> options, TimeProvider clock)
{
    private State _now = new(0, FrozenDictionary<Guid, IReadOnlyList<Notice>>.Empty, []);

    /// <summary>Another one after every change.</summary>
    public long Version => Volatile.Read(ref _now).Version;

    /// <returns>The newest first.</returns>
    public IReadOnlyList<Notice> Of(Guid tenantId) => Volatile.Read(ref _now).Open.GetValueOrDefault(tenantId, []);

    /// <summary>Endpoints that have failed for a while, and are tried still: the bell shows them, and nobody is mailed.</summary>
    public IEnumerable<FailingWebhook> FailingOf(Guid tenantId) => Volatile.Read(ref _now).Failing.Where(w => w.TenantId == tenantId);

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await db.Set<Notice>().AsNoTracking().Where(n => n.ClosedAt == null).ToListAsync(cancellationToken);
        DateTimeOffset? before = clock.GetUtcNow() - options.Value.After;
        var failing = await db.Set<WebhookEndpoint>().AsNoTracking().Where(e => e.PausedAt == null && e.FailingSince <= before).OrderBy(e => e.Id)
            .Select(e => new FailingWebhook(e.TenantId, e.Id, e.Url, e.FailingSince!.Value, e.FailingWhy)).ToListAsync(cancellationToken);
        var now = _now;
        if (!failing.SequenceEqual(now.Failing)
            || !open.Select(n => n.Version).ToHashSet().SetEquals(now.Open.Values.SelectMany(o => o).Select(n => n.Version)))
        {
            var next = open.GroupBy(n => n.TenantId).ToFrozenDictionary(g => g.Key, IReadOnlyList<Notice> (g) => [.. g.OrderByDescending(n => n.OpenedAt)]);
            Volatile.Write(ref _now, new State(now.Version + 1, next, failing));
        }
    }

    private sealed record State(long Version, FrozenDictionary<Guid, IReadOnlyList<Notice>> Open, List<FailingWebhook> Failing);
}

/// <summary>An endpoint that has not answered well since then.</summary>
internal sealed record FailingWebhook(Guid TenantId, Guid EndpointId, string Url, DateTimeOffset Since, string? Why);
