using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Storage;
using EmailConsole.Outbox.Telemetry;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Outbox.Reading;

/// <summary>Finds what waits.</summary>
internal sealed class DueEmails(IDbContextFactory<EmailConsoleDb> contexts)
{
    private static readonly EmailPriority[] ByUrgency = [EmailPriority.High, EmailPriority.Normal, EmailPriority.Bulk];

    public async Task<IReadOnlyList<WaitingEmail>> FindAsync(
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

    /// <summary>Those of all tenants whose time is over at that moment, the oldest first.</summary>
    public async Task<IReadOnlyList<EmailMatch>> FindExpiredAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<OutboxMessage>().Where(m => m.ExpiresAt <= now && m.DueAt != null)
            .OrderBy(m => m.ExpiresAt).Take(max).Select(m => new EmailMatch(m.Id, m.TenantId)).ToListAsync(cancellationToken);
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
