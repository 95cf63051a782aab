using EmailConsole.Outbox.Telemetry;
using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Writes what one request brought: its messages, and its key with the answer.</summary>
internal sealed class AcceptWrite(EmailBatch batch, DateTimeOffset now, DateTimeOffset keyExpiresAt, Action committed) : OutboxWrite<AcceptOutcome>
{
    private const string MessageSql =
        "INSERT INTO OutboxMessages (Id, TenantId, State, Priority, AcceptedAt, DueAt, ExpiresAt, HasOwnExpiry, InternetMessageId, Attempts, AttemptsBefore, Size, Metadata, Version, WantedAt, AcceptedBy, TraceParent, SendAt) "
        + "VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, ?9, ?10, ?1, ?5, ?11, ?12, ?13)";

    private const string RecipientSql =
        "INSERT INTO OutboxRecipients (MessageId, Ordinal, TenantId, Kind, Address, State) VALUES (?1, ?2, ?3, ?4, ?5, 0)";

    private const string TagSql = "INSERT INTO OutboxTags (TenantId, Pair, MessageId) VALUES (?1, ?2, ?3)";

    private const string ContentSql = "INSERT INTO OutboxContents (MessageId, Protected) VALUES (?1, ?2)";

    // One whose time is over and that the retention has not come to
    private const string OldKeySql = "DELETE FROM OutboxKeys WHERE TenantId = ?1 AND KeyHash = ?2 AND ExpiresAt <= ?3 RETURNING length(Answer)";

    // Who comes second inserts nothing
    private const string KeySql =
        "INSERT INTO OutboxKeys (TenantId, KeyHash, BodyHash, Answer, ExpiresAt) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";

    private bool _wasWritten;

    public override long Size { get; } = batch.Emails.Sum(e => e.Size) + batch.Answer.Answer.Length;

    public override void Committed()
    {
        try
        {
            if (_wasWritten)
            {
                committed();
            }
        }
        finally
        {
            // It is on the disk: whoever waits for that must hear of it
            base.Committed();
        }
    }

    protected override AcceptOutcome Write(OutboxSession session)
    {
        var (tenantId, emails, key, answer) = batch;
        _wasWritten = false;

        // Its body may have been on its way for long, and what the lanes would never send must not be answered 202
        if (!session.IsActive(tenantId))
        {
            return new AcceptOutcome.TenantInactive();
        }

        var tenant = SortableGuid.ToBytes(tenantId);
        while (key is not null && !TryAddKey(session, tenant, key))
        {
            if (UsedKeys.Find(session, tenantId, key, now) is { } earlier)
            {
                return earlier;
            }
        }

        foreach (var email in emails)
        {
            Insert(session, tenant, email);
        }

        session.Count(tenantId, EmailState.Queued, emails.Count);
        session.Size(tenantId, emails.Sum(e => e.Accepted.Waiting.Size));
        _wasWritten = true;
        return answer;
    }

    // First, since of two with one key that decides
    private bool TryAddKey(OutboxSession session, byte[] tenant, IdempotencyKey key)
    {
        using (var old = session[OldKeySql].Read(tenant, key.KeyHash, now.ToMicroseconds()))
        {
            session.Size(batch.TenantId, keys: old.Read() ? -OutboxKey.Cost(old.GetInt64(0)) : 0);
        }

        var answer = batch.Answer.Answer;
        if (session[KeySql].Run(tenant, key.KeyHash, key.BodyHash, answer.ToArray(), keyExpiresAt.ToMicroseconds()) == 0)
        {
            return false;
        }

        session.Size(batch.TenantId, keys: OutboxKey.Cost(answer.Length));
        return true;
    }

    private static void Insert(OutboxSession session, byte[] tenant, EmailToWrite email)
    {
        var waiting = email.Accepted.Waiting;
        var id = SortableGuid.ToBytes(waiting.Id);
        session[MessageSql].Run(
            id,
            tenant,
            (int)waiting.Priority,
            waiting.AcceptedAt.ToMicroseconds(),
            waiting.DueAt.ToMicroseconds(),
            waiting.ExpiresAt.ToMicroseconds(),
            email.New.ExpiresAt is not null,
            waiting.InternetMessageId,
            waiting.Size,
            email.New.Metadata,
            email.New.AcceptedBy is { Length: > NewEmail.MaxAcceptedBy } by ? by[..NewEmail.MaxAcceptedBy] : email.New.AcceptedBy,
            TraceParents.Of(waiting.Trace),
            waiting.DueAt > waiting.AcceptedAt ? waiting.DueAt.ToMicroseconds() : null);
        for (var i = 0; i < email.New.Recipients.Count; i++)
        {
            var recipient = email.New.Recipients[i];
            session[RecipientSql].Run(id, i, tenant, (int)recipient.Kind, recipient.Address);
        }

        foreach (var pair in email.Tags)
        {
            session[TagSql].Run(tenant, pair, id);
        }

        session[ContentSql].Run(id, email.Protected);
    }
}
