using EmailConsole.Events.Endpoints;
using EmailConsole.Outbox.Store;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Events.Queue;

/// <summary>
/// Hands on what the outbox has recorded: a delivery for each endpoint that wants to hear of it, in the transaction that deletes the record. So each is
/// handed on once, whatever ends in the middle.
/// </summary>
internal sealed class FanOut(IDbContextFactory<EmailConsoleDb> contexts, TimeProvider clock)
{
    private const int Step = 200;

    /// <returns>Whether there may be more.</returns>
    public async Task<bool> RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await db.Set<OutboxEvent>().AsNoTracking().OrderBy(e => e.Id).Take(Step).ToListAsync(cancellationToken);
        if (found.Count == 0)
        {
            return false;
        }

        var facts = await FactsOfAsync(db, found, cancellationToken);

        // All that takes long is read; what is written is written at once
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        var endpoints = (await HeldEndpoints.OfAsync(db, [.. found.Select(e => e.TenantId).Distinct()], cancellationToken)).ToLookup(e => e.TenantId);
        var now = clock.GetUtcNow();
        foreach (var fact in facts)
        {
            var type = EventTypeNames.Of(fact.Event.Kind);
            Add(db, endpoints[fact.Event.TenantId].Where(e => e.Types.HasAny(type)), new WebhookEvent
            {
                Id = fact.Event.Id,
                TenantId = fact.Event.TenantId,
                Type = type,
                OccurredAt = fact.Event.OccurredAt,
                CreatedAt = now,
                Body = EventBodies.Of(fact),
            });
        }

        await db.SaveChangesAsync(cancellationToken);
        var ids = found.Select(e => e.Id).ToList();
        if (await db.Set<OutboxEvent>().Where(e => ids.Contains(e.Id)).ExecuteDeleteAsync(cancellationToken) == found.Count)
        {
            await transaction.CommitAsync(cancellationToken);
        }

        // Else another node, which was the one to do it until now, has handed some of them on: what is left is looked at again
        return true;
    }

    /// <summary>Hands on something that is recorded nowhere else; the caller saves.</summary>
    public static void Add(EmailConsoleDb db, IEnumerable<WebhookEndpoint> endpoints, WebhookEvent happened)
    {
        var isWanted = false;
        foreach (var endpoint in endpoints)
        {
            isWanted = true;
            var isPaused = endpoint.PausedAt is not null;
            db.Add(new WebhookDelivery
            {
                Id = Guid.CreateVersion7(happened.CreatedAt),
                EndpointId = endpoint.Id,
                EventId = happened.Id,
                State = isPaused ? WebhookState.Missed : WebhookState.Waiting,
                DueAt = isPaused ? null : happened.CreatedAt,
                Since = happened.CreatedAt,
                FinishedAt = isPaused ? happened.CreatedAt : null,
            });
        }

        if (isWanted)
        {
            db.Add(happened);
        }
    }

    private static async Task<IReadOnlyList<EmailFact>> FactsOfAsync(EmailConsoleDb db, List<OutboxEvent> found, CancellationToken cancellationToken)
    {
        var (ids, tenants) = (found.Select(e => e.MessageId).Distinct().ToList(), found.Select(e => e.TenantId).Distinct().ToList());
        var domains = await db.Set<Tenant>().AsNoTracking().Where(t => tenants.Contains(t.Id)).ToDictionaryAsync(t => t.Id, t => t.Domain, cancellationToken);
        var messages = await db.Set<OutboxMessage>().AsNoTracking().Where(m => ids.Contains(m.Id)).ToDictionaryAsync(m => m.Id, cancellationToken);
        var recipients = (await db.Set<OutboxRecipient>().AsNoTracking().Where(r => ids.Contains(r.MessageId) && r.Ordinal < EventBodies.MaxRecipients)
            .OrderBy(r => r.Ordinal).ToListAsync(cancellationToken)).ToLookup(r => r.MessageId);
        var attempts = (await db.Set<OutboxAttempt>().AsNoTracking().Where(a => ids.Contains(a.MessageId)).ToListAsync(cancellationToken))
            .ToDictionary(a => (a.MessageId, a.Number));

        // Of a tenant that is gone nobody is to be told
        return
        [
            .. found.Where(e => domains.ContainsKey(e.TenantId)).Select(e => new EmailFact(
                e, domains[e.TenantId], messages.GetValueOrDefault(e.MessageId), [.. recipients[e.MessageId]], attempts.GetValueOrDefault((e.MessageId, e.Attempts)))),
        ];
    }
}
