using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>A message within a transaction, and how all its waiting recipients end at once.</summary>
internal readonly record struct WaitingRow(byte[] Key, Guid TenantId, EmailState State, DateTimeOffset ExpiresAt, DateTimeOffset? DueAt, long Size)
{
    private const string FindSql = "SELECT TenantId, State, ExpiresAt, Size, DueAt FROM OutboxMessages WHERE Id = ?1";

    private const string RecipientsSql = "UPDATE OutboxRecipients SET State = ?2 WHERE MessageId = ?1 AND State IN (0, 2)";

    private const string StatesSql = "SELECT State FROM OutboxRecipients WHERE MessageId = ?1";

    // What was taken back failed for nobody
    private const string MessageSql =
        "UPDATE OutboxMessages SET State = ?2, DueAt = NULL, FinishedAt = ?3, Version = ?4, "
        + "Cause = CASE ?2 WHEN 6 THEN NULL WHEN 5 THEN COALESCE(Cause, '" + FailureCause.OutOfTimeText + "') ELSE Cause END, "
        + "FailedAt = CASE ?2 WHEN 6 THEN NULL WHEN 5 THEN ?3 ELSE FailedAt END WHERE Id = ?1";

    public static WaitingRow? Find(OutboxSession session, Guid id)
    {
        var key = SortableGuid.ToBytes(id);
        using var found = session[FindSql].Read(key);
        return found.Read()
            ? new WaitingRow(
                key,
                SortableGuid.FromBytes(found.GetFieldValue<byte[]>(0)),
                (EmailState)found.GetInt32(1),
                Microseconds.ToTime(found.GetInt64(2)),
                found.IsDBNull(4) ? null : Microseconds.ToTime(found.GetInt64(4)),
                found.GetInt64(3))
            : null;
    }

    public void End(OutboxSession session, EmailState end, DateTimeOffset now)
    {
        session[RecipientsSql].Run(Key, (int)end);
        List<EmailState> states = [];
        using (var rows = session[StatesSql].Read(Key))
        {
            while (rows.Read())
            {
                states.Add((EmailState)rows.GetInt32(0));
            }
        }

        var after = EmailStates.OfMessage(states);
        session[MessageSql].Run(Key, (int)after, now.ToMicroseconds(), SortableGuid.ToBytes(Guid.CreateVersion7(now)));
        session.Move(TenantId, State, after, Size);
        if (after == EmailState.Expired)
        {
            session.Trends.Failed(TenantId, now);
        }
    }
}
