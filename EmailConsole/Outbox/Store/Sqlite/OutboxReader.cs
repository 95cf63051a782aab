using EmailConsole.Outbox.Content;
using EmailConsole.Outbox.Telemetry;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Reads what is due, what is over and what belongs to single messages.</summary>
internal sealed class OutboxReader(OutboxConnection connections, IDbContextFactory<EmailConsoleDb> contexts, ContentProtection protection)
{
    private const string ContentSql = "SELECT Protected FROM OutboxContents WHERE MessageId = ?1";
    private const string SizeSql = "SELECT Size FROM OutboxMessages WHERE Id = ?1";
    private const string RetryingSql = "SELECT AcceptedAt FROM OutboxMessages WHERE State = ?1 ORDER BY Id LIMIT 1";

    private static readonly EmailPriority[] ByUrgency = [EmailPriority.High, EmailPriority.Normal, EmailPriority.Bulk];

    public async Task<IReadOnlyList<WaitingEmail>> FindDueAsync(
        Guid tenantId, EmailPriority? priority, int max, DateTimeOffset now, IReadOnlyCollection<Guid> holding, CancellationToken cancellationToken)
    {
        var held = holding as IReadOnlySet<Guid> ?? holding.ToHashSet();
        List<WaitingEmail> found = [];
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // One by one: what is due later with a high priority must not be read on the way to what is due now with a low one
        foreach (var each in priority is { } only ? [only] : ByUrgency)
        {
            if (found.Count < max)
            {
                var rows = await Query(db, tenantId, each, now, max - found.Count + held.Count).ToListAsync(cancellationToken);
                found.AddRange(rows.Where(email => !held.Contains(email.Id)).Take(max - found.Count));
            }
        }

        return found;
    }

    public async Task<IReadOnlyList<EmailMatch>> FindExpiredAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<OutboxMessage>().Where(m => m.ExpiresAt <= now && m.DueAt != null)
            .OrderBy(m => m.ExpiresAt).Take(max).Select(m => new EmailMatch(m.Id, m.TenantId)).ToListAsync(cancellationToken);
    }

    public async Task<IReadOnlyList<ReadyEmail>> LoadAsync(IReadOnlyList<WaitingEmail> emails, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var find = new Statement(connection, ContentSql);
        var loaded = new ReadyEmail[emails.Count];
        for (var i = 0; i < loaded.Length; i++)
        {
            using var found = find.Read(SortableGuid.ToBytes(emails[i].Id));
            loaded[i] = protection.Load(emails[i], found.Read() ? found.GetFieldValue<byte[]>(0) : null);
        }

        return loaded;
    }

    public async Task<IReadOnlyList<long>> FindSizesAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var find = new Statement(connection, SizeSql);
        var sizes = new long[ids.Count];
        for (var i = 0; i < sizes.Length; i++)
        {
            using var found = find.Read(SortableGuid.ToBytes(ids[i]));
            sizes[i] = found.Read() ? found.GetInt64(0) : 0;
        }

        return sizes;
    }

    public async Task<DateTimeOffset?> FindOldestRetryingAsync(CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var find = new Statement(connection, RetryingSql);
        using var found = find.Read((int)EmailState.Retrying);
        return found.Read() ? Microseconds.ToTime(found.GetInt64(0)) : null;
    }

    private static IQueryable<WaitingEmail> Query(EmailConsoleDb db, Guid tenantId, EmailPriority priority, DateTimeOffset now, int max) =>
        db.Set<OutboxMessage>().AsNoTracking()
            .Where(m => m.TenantId == tenantId && m.Priority == priority && m.DueAt <= now)
            .OrderBy(m => m.DueAt)
            .Take(max)
            .Select(m => new WaitingEmail(
                m.Id,
                m.TenantId,
                m.Priority,
                m.AcceptedAt,
                m.DueAt!.Value,
                m.ExpiresAt,
                m.Attempts,
                m.InternetMessageId,
                m.Size,
                m.Recipients.Where(r => r.State == EmailState.Queued || r.State == EmailState.Retrying)
                    .OrderBy(r => r.Ordinal).Select(r => r.Address).ToList())
            {
                Trace = TraceParents.Parse(m.TraceParent),
            });
}
