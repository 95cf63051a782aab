using System.Collections.Frozen;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Events.Endpoints;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Events.Notices;

/// <summary>What stands, in memory, for every bell of this node: read again by the watch, however many pages are open. Thread-safe.</summary>
internal sealed class NoticeBoard(IDbContextFactory<EmailConsoleDb> contexts, IOptions<NoticeOptions> options, TimeProvider clock)
{
    private static readonly TimeSpan RefusedWithin = TimeSpan.FromHours(24);

    private static readonly TimeSpan RefusedAtLeast = TimeSpan.FromHours(1);

    // By these nothing is lost, or it is counted by another one
    private static readonly RefusalCause[] Harmless = [RefusalCause.Consequence, RefusalCause.Idle, RefusalCause.Stopping];

    private State _now = new(0, [], FrozenDictionary<Guid, IReadOnlyList<Notice>>.Empty, [], FrozenDictionary<Guid, IReadOnlyList<string>>.Empty, []);

    /// <summary>Another one after every change.</summary>
    public long Version => Volatile.Read(ref _now).Version;

    /// <summary>The tenants by one of whose providers no mail leaves, without the super tenant: their domains, in the order of their notices.</summary>
    public IReadOnlyList<string> Outages => Volatile.Read(ref _now).Outages;

    /// <returns>Causes before consequences, and of the same kind the newest first.</returns>
    public IReadOnlyList<Notice> Of(Guid tenantId) => Volatile.Read(ref _now).Open.GetValueOrDefault(tenantId, []);

    /// <returns>
    /// The names of the API keys whose programs' mail was refused within 24 hours, in the order of the alphabet; of those that were used since then without a
    /// refusal, only within an hour.
    /// </returns>
    public IReadOnlyList<string> RefusedOf(Guid tenantId) => Volatile.Read(ref _now).Refused.GetValueOrDefault(tenantId, []);

    /// <summary>Endpoints that have failed for a while, and are tried still: the bell shows them, and nobody is mailed.</summary>
    public IEnumerable<FailingWebhook> FailingOf(Guid tenantId) => Volatile.Read(ref _now).Failing.Where(w => w.TenantId == tenantId);

    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var open = await db.Set<Notice>().AsNoTracking().Where(n => n.ClosedAt == null).ToListAsync(cancellationToken);
        var refused = await ReadRefusedAsync(db, cancellationToken);
        var failing = await ReadFailingAsync(db, cancellationToken);
        var now = _now;
        if (refused.SetEquals(now.RefusedKeys) && failing.SequenceEqual(now.Failing)
            && open.Select(n => n.Version).ToHashSet().SetEquals(now.Open.Values.SelectMany(o => o).Select(n => n.Version)))
        {
            return;
        }

        var next = open.GroupBy(n => n.TenantId)
            .ToFrozenDictionary(g => g.Key, IReadOnlyList<Notice> (g) => [.. g.OrderBy(n => n.Rank).ThenByDescending(n => n.OpenedAt)]);
        var keys = refused.GroupBy(r => r.TenantId).ToFrozenDictionary(g => g.Key, IReadOnlyList<string> (g) => [.. g.Select(r => r.Name).Order(StringComparer.Ordinal)]);
        Volatile.Write(ref _now, new State(now.Version + 1, refused, next, await ReadOutagesAsync(db, open, cancellationToken), keys, failing));
    }

    private static async Task<IReadOnlyList<string>> ReadOutagesAsync(EmailConsoleDb db, IReadOnlyList<Notice> open, CancellationToken cancellationToken)
    {
        var ranks = open.Where(n => n.IsOutage && n.TenantId != TenantDomain.SuperTenantId).GroupBy(n => n.TenantId).ToDictionary(g => g.Key, g => g.Min(n => n.Rank));
        if (ranks.Count == 0)
        {
            return [];
        }

        var tenants = await db.Set<Tenant>().AsNoTracking().Where(t => ranks.Keys.Contains(t.Id)).Select(t => new { t.Id, t.Domain }).ToListAsync(cancellationToken);
        return [.. tenants.OrderBy(t => ranks[t.Id]).ThenBy(t => t.Domain, StringComparer.Ordinal).Select(t => t.Domain)];
    }

    private Task<List<FailingWebhook>> ReadFailingAsync(EmailConsoleDb db, CancellationToken cancellationToken)
    {
        DateTimeOffset? before = clock.GetUtcNow() - options.Value.After;
        return db.Set<WebhookEndpoint>().AsNoTracking().Where(e => e.PausedAt == null && e.FailingSince <= before).OrderBy(e => e.Id)
            .Select(e => new FailingWebhook(e.TenantId, e.Id, e.Url, e.FailingSince!.Value, e.FailingWhy)).ToListAsync(cancellationToken);
    }

    private async Task<HashSet<RefusedKey>> ReadRefusedAsync(EmailConsoleDb db, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        var (since, lately) = (now - RefusedWithin, now - RefusedAtLeast);
        var keys = await db.Set<ApiKeyRefusal>().AsNoTracking().Where(r => r.LastAt >= since && !Harmless.Contains(r.Cause))
            .Join(db.Set<ApiKey>(), r => r.KeyId, k => k.Id, (r, k) => new { r.LastAt, k.LastUsedAt, k.TenantId, k.Id, k.Name })
            .Where(r => r.LastAt >= lately || r.LastUsedAt == null || r.LastUsedAt <= r.LastAt)
            .ToListAsync(cancellationToken);
        return [.. keys.Select(k => new RefusedKey(k.TenantId, k.Id, k.Name))];
    }

    private sealed record RefusedKey(Guid TenantId, Guid Id, string Name);

    private sealed record State(
        long Version,
        HashSet<RefusedKey> RefusedKeys,
        FrozenDictionary<Guid, IReadOnlyList<Notice>> Open,
        IReadOnlyList<string> Outages,
        FrozenDictionary<Guid, IReadOnlyList<string>> Refused,
        List<FailingWebhook> Failing);
}

/// <summary>An endpoint that has not answered well since then.</summary>
internal sealed record FailingWebhook(Guid TenantId, Guid EndpointId, string Url, DateTimeOffset Since, string? Why);
