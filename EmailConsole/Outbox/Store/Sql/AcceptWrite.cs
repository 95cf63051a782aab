using EmailConsole.Outbox.Telemetry;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Writes what one request brought: its messages, and its key with the answer.</summary>
internal sealed class AcceptWrite(EmailBatch batch, DateTimeOffset now, DateTimeOffset keyExpiresAt, Action committed) : OutboxWrite<AcceptOutcome>
{
    private const string MessageSql =
        "INSERT INTO OutboxMessages (Id, TenantId, State, Priority, AcceptedAt, DueAt, ExpiresAt, HasOwnExpiry, InternetMessageId, Attempts, AttemptsBefore, Size, Metadata, Version, WantedAt, AcceptedBy, TraceParent, SendAt, RouteStep, Door, FromAddress) "
        + "VALUES (?1, ?2, 0, ?3, ?4, ?5, ?6, ?7, ?8, 0, 0, ?9, ?10, ?1, ?5, ?11, ?12, ?13, 0, ?14, ?15)";

    private const string RecipientSql =
        "INSERT INTO OutboxRecipients (MessageId, Ordinal, TenantId, Kind, Address, State) VALUES (?1, ?2, ?3, ?4, ?5, 0)";

    private const string TagSql = "INSERT INTO OutboxTags (TenantId, Pair, MessageId) VALUES (?1, ?2, ?3)";

    private const string ContentSql = "INSERT INTO OutboxContents (MessageId, Protected) VALUES (?1, ?2)";

    private readonly KeyClaim? _claim = batch.Key is { } key ? new KeyClaim(batch.TenantId, key, batch.Answer.Answer, now, keyExpiresAt) : null;
    private bool _wasWritten;

    public override long Size { get; } = batch.Emails.Sum(e => e.Size) + batch.Answer.Answer.Length;

    public override void Announce(GroupNeeds needs)
    {
        needs.Tenants.Add(batch.TenantId);
        if (_claim is not null)
        {
            needs.Keys.Add(_claim);
        }
    }

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
        var (tenantId, emails, _, answer) = batch;
        _wasWritten = false;

        // Its body may have been on its way for long, and what the lanes would never send must not be answered 202
        if (!session.IsActive(tenantId))
        {
            return new AcceptOutcome.TenantInactive();
        }

        if (_claim is not null && session.Claim(_claim) is { } earlier)
        {
            return earlier;
        }

        foreach (var email in emails)
        {
            Insert(session, tenantId, email);
        }

        session.Count(tenantId, EmailState.Queued, emails.Count);
        session.Size(tenantId, emails.Sum(e => e.Accepted.Waiting.Size));
        _wasWritten = true;
        return answer;
    }

    private static string? Cut(string? text, int most) => text?.Length > most ? text[..most] : text;

    private static void Insert(OutboxSession session, Guid tenantId, EmailToWrite email)
    {
        var waiting = email.Accepted.Waiting;
        var id = waiting.Id;
        session.Send(
            MessageSql,
            id,
            tenantId,
            (int)waiting.Priority,
            waiting.AcceptedAt,
            waiting.DueAt,
            waiting.ExpiresAt,
            email.New.ExpiresAt is not null,
            waiting.InternetMessageId,
            waiting.Size,
            email.New.Metadata,
            Cut(email.New.AcceptedBy, NewEmail.MaxAcceptedBy),
            TraceParents.Of(waiting.Trace),
            waiting.DueAt > waiting.AcceptedAt ? (DateTimeOffset?)waiting.DueAt : null,
            (int)email.New.Door,
            Cut(email.New.From, NewEmail.MaxFrom));
        for (var i = 0; i < email.New.Recipients.Count; i++)
        {
            var recipient = email.New.Recipients[i];
            session.Send(RecipientSql, id, i, tenantId, (int)recipient.Kind, recipient.Address);
        }

        foreach (var pair in email.Tags)
        {
            session.Send(TagSql, tenantId, pair, id);
        }

        session.Send(ContentSql, id, email.Protected);
        session.Tell(tenantId, id, EmailEventKind.Accepted, 0, email.New.Recipients.Select(_ => EmailState.Queued), waiting.AcceptedAt);
    }
}
