namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Ends the waiting recipients of messages as cancelled.</summary>
internal sealed class CancelWrite(Guid tenantId, IReadOnlyList<Guid> ids, DateTimeOffset now) : OutboxWrite<IReadOnlyList<EmailChange>>
{
    protected override IReadOnlyList<EmailChange> Write(OutboxSession session) => [.. ids.Select(id => Cancel(session, id))];

    private EmailChange Cancel(OutboxSession session, Guid id)
    {
        if (WaitingRow.Find(session, id) is not { } row || row.TenantId != tenantId)
        {
            return EmailChange.NotFound;
        }

        if (!row.State.IsWaiting)
        {
            return EmailChange.AlreadyFinished;
        }

        row.End(session, EmailState.Cancelled, now);
        return EmailChange.Done;
    }
}
