using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Makes messages due that wait for their next try. What is scheduled by its sender stays as it is.</summary>
internal sealed class RetryWrite(Guid tenantId, IReadOnlyList<Guid> ids, DateTimeOffset now) : OutboxWrite<IReadOnlyList<EmailChange>>
{
    private const string DueSql = "UPDATE OutboxMessages SET DueAt = ?2, Version = ?3 WHERE Id = ?1 AND State = 2 AND DueAt > ?2";

    protected override IReadOnlyList<EmailChange> Write(OutboxSession session) => [.. ids.Select(id => Retry(session, id))];

    private EmailChange Retry(OutboxSession session, Guid id)
    {
        if (WaitingRow.Find(session, id) is not { } row || row.TenantId != tenantId)
        {
            return EmailChange.NotFound;
        }

        if (!row.State.IsWaiting)
        {
            return EmailChange.AlreadyFinished;
        }

        if (row.ExpiresAt <= now)
        {
            return EmailChange.Expired;
        }

        if (row.State == EmailState.Queued && row.DueAt > now)
        {
            return EmailChange.Scheduled;
        }

        if (session[DueSql].Run(row.Key, now.ToMicroseconds(), SortableGuid.ToBytes(Guid.CreateVersion7(now))) > 0)
        {
            // Pages that show it look again
            session.Count(tenantId, EmailState.Retrying, 0);
        }

        return EmailChange.Done;
    }
}
