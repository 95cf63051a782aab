using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>
/// Queues finished messages again: for the recipients who did not get it, under the same Message-ID; where all got it, for
/// all of them, under a new one, because a mailbox may drop what it has already.
/// </summary>
internal sealed class ResendWrite(Guid tenantId, IReadOnlyList<Guid> ids, DateTimeOffset now, TimeSpan retryFor) : OutboxWrite<IReadOnlyList<EmailChange>>
{
    private const string FindSql =
        "SELECT m.TenantId, m.State, m.ExpiresAt, m.HasOwnExpiry, m.InternetMessageId, c.MessageId IS NOT NULL, m.Size "
        + "FROM OutboxMessages m LEFT JOIN OutboxContents c ON c.MessageId = m.Id WHERE m.Id = ?1";

    private const string UndeliveredSql =
        "UPDATE OutboxRecipients SET State = 0, ReplyCode = NULL, LastReply = NULL WHERE MessageId = ?1 AND State <> 3";

    private const string AllSql = "UPDATE OutboxRecipients SET State = 0, ReplyCode = NULL, LastReply = NULL WHERE MessageId = ?1";

    private const string MessageSql =
        "UPDATE OutboxMessages SET State = 0, DueAt = ?2, WantedAt = ?2, SendAt = NULL, Cause = NULL, FailedAt = NULL, ExpiresAt = ?3, FinishedAt = NULL, AttemptsBefore = Attempts, InternetMessageId = ?4, Version = ?5 "
        + "WHERE Id = ?1";

    private const string KeepSql = "UPDATE OutboxContents SET DropAt = NULL WHERE MessageId = ?1";

    protected override IReadOnlyList<EmailChange> Write(OutboxSession session) => session.IsActive(tenantId)
        ? [.. ids.Select(id => Resend(session, id))]
        : [.. ids.Select(_ => EmailChange.TenantInactive)];

    private EmailChange Resend(OutboxSession session, Guid id)
    {
        var key = SortableGuid.ToBytes(id);
        EmailState before;
        DateTimeOffset expiresAt;
        string messageId;
        long size;
        using (var found = session[FindSql].Read(key))
        {
            if (!found.Read() || SortableGuid.FromBytes(found.GetFieldValue<byte[]>(0)) != tenantId)
            {
                return EmailChange.NotFound;
            }

            before = (EmailState)found.GetInt32(1);
            expiresAt = found.GetBoolean(3) ? Microseconds.ToTime(found.GetInt64(2)) : now + retryFor;
            messageId = found.GetString(4);
            size = found.GetInt64(6);
            if (before.IsWaiting)
            {
                return EmailChange.StillWaiting;
            }

            if (!found.GetBoolean(5))
            {
                return EmailChange.ContentGone;
            }
        }

        if (expiresAt <= now)
        {
            return EmailChange.Expired;
        }

        if (session[UndeliveredSql].Run(key) == 0)
        {
            session[AllSql].Run(key);
            messageId = $"{Guid.CreateVersion7(now):N}{messageId[messageId.LastIndexOf('@')..]}";
        }

        session[KeepSql].Run(key);
        session[MessageSql].Run(key, now.ToMicroseconds(), expiresAt.ToMicroseconds(), messageId, SortableGuid.ToBytes(Guid.CreateVersion7(now)));
        session.Move(tenantId, before, EmailState.Queued, size);
        return EmailChange.Done;
    }
}
