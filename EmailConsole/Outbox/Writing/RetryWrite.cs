using EmailConsole.Outbox.Storage;

namespace EmailConsole.Outbox.Writing;

/// <summary>Makes one message due that waits for its next try. What is scheduled by its sender stays as it is.</summary>
internal sealed class RetryWrite(Guid tenantId, Guid id, DateTimeOffset now) : OutboxWrite<EmailChange>
{
    private const string DueSql = "UPDATE OutboxMessages SET DueAt = ?2, Version = ?3 WHERE Id = ?1 AND State = 2 AND DueAt > ?2";

    protected override EmailChange Write(OutboxSession session)
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

        if (session[DueSql].Run(row.Key, now.UtcTicks, SortableGuid.ToBytes(Guid.CreateVersion7(now))) > 0)
        {
            // Pages that show it look again
            session.Count(tenantId, EmailState.Retrying, 0);
        }

        return EmailChange.Done;
    }
}
