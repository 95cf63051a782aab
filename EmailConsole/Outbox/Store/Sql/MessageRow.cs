using System.Text;
using EmailConsole.Outbox.Retry;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>
/// A message as somebody decides on it. What is decided is written only where the message still has the version that was read: a write that
/// returns false has changed nothing, and whoever decided reads and decides anew.
/// </summary>
internal sealed record MessageRow(
    Guid Id,
    Guid Version,
    Guid TenantId,
    EmailState State,
    DateTimeOffset ExpiresAt,
    bool HasOwnExpiry,
    DateTimeOffset? DueAt,
    DateTimeOffset WantedAt,
    string InternetMessageId,
    int Attempts,
    int AttemptsBefore,
    long Size,
    bool HasContent,
    DateTimeOffset? DelayToldAt,
    IReadOnlyList<RecipientRow> Recipients)
{
    // RFC 1035 section 3.1
    private const int LongestDomain = 255;

    /// <summary>A row for each recipient; what follows says of which messages.</summary>
    public const string SelectSql =
        "SELECT m.Id, m.Version, m.TenantId, m.State, m.ExpiresAt, m.HasOwnExpiry, m.DueAt, m.WantedAt, m.InternetMessageId, m.Attempts, m.AttemptsBefore, "
        + "m.Size, EXISTS (SELECT 1 FROM OutboxContents WHERE MessageId = m.Id), r.Ordinal, r.Address, r.State, m.DelayToldAt "
        + "FROM OutboxMessages m JOIN OutboxRecipients r ON r.MessageId = m.Id WHERE ";

    public const string FindSql = SelectSql + "m.Id = ?1";

    // What was taken back failed for nobody
    private const string EndSql =
        "UPDATE OutboxMessages SET State = ?4, DueAt = NULL, FinishedAt = ?5, Version = ?3, LastReply = COALESCE(LastReply, ?6), "
        + "Cause = CASE ?4 WHEN 6 THEN NULL WHEN 5 THEN COALESCE(Cause, ?7) ELSE Cause END, "
        + "FailedAt = CASE ?4 WHEN 6 THEN NULL WHEN 5 THEN ?5 ELSE FailedAt END WHERE Id = ?1 AND Version = ?2";

    private const string EndRecipientsSql = "UPDATE OutboxRecipients SET State = ?2 WHERE MessageId = ?1 AND State IN (0, 2)";

    private const string DueSql = "UPDATE OutboxMessages SET DueAt = ?4, Version = ?3 WHERE Id = ?1 AND Version = ?2";

    private const string ResendSql =
        "UPDATE OutboxMessages SET State = 0, DueAt = ?4, WantedAt = ?4, SendAt = NULL, Cause = NULL, FailedAt = NULL, ExpiresAt = ?5, FinishedAt = NULL, "
        + "AttemptsBefore = Attempts, InternetMessageId = ?6, RouteStep = 0, RouteFrom = NULL, DelayToldAt = NULL, Version = ?3 WHERE Id = ?1 AND Version = ?2";

    private const string ResendRecipientsSql =
        "UPDATE OutboxRecipients SET State = 0, ReplyCode = NULL, LastReply = NULL WHERE MessageId = ?1 AND (State <> 3 OR ?2)";

    private const string KeepSql = "UPDATE OutboxContents SET DropAt = NULL WHERE MessageId = ?1";

    private const string RecordSql =
        "UPDATE OutboxMessages SET State = ?4, DueAt = ?5, FinishedAt = ?6, Attempts = ?7, AttemptsBefore = ?13, LastReply = ?8, Version = ?3, RouteStep = COALESCE(?11, RouteStep), "
        + "RouteFrom = CASE WHEN ?11 IS NULL THEN RouteFrom ELSE ?12 END, DelayToldAt = COALESCE(?14, DelayToldAt), "
        // A program's own stays
        + "FromAddress = CASE WHEN Door = 1 THEN FromAddress ELSE COALESCE(?15, FromAddress) END, "
        + "Cause = CASE WHEN ?4 IN (3, 6) THEN NULL ELSE COALESCE(?9, Cause) END, FailedAt = CASE WHEN ?4 IN (3, 6) THEN NULL ELSE COALESCE(?10, FailedAt) END "
        + "WHERE Id = ?1 AND Version = ?2";

    private static readonly TimeSpan BetweenDelays = TimeSpan.FromHours(1);

    /// <param name="found">The recipients of a message one after the other.</param>
    public static List<MessageRow> ReadAll(SqlRows found)
    {
        List<MessageRow> rows = [];
        List<RecipientRow> recipients = [];
        while (found.Read())
        {
            var id = found.Id(0);
            if (rows.Count == 0 || rows[^1].Id != id)
            {
                recipients = [];
                rows.Add(new MessageRow(
                    id,
                    found.Id(1),
                    found.Id(2),
                    (EmailState)found.Number(3),
                    found.Time(4),
                    found.Truth(5),
                    found.TimeOrNull(6),
                    found.Time(7),
                    found.Text(8),
                    found.Number(9),
                    found.Number(10),
                    found.LongNumber(11),
                    found.Truth(12),
                    found.TimeOrNull(16),
                    recipients));
            }

            recipients.Add(new RecipientRow(found.Number(13), found.Text(14), (EmailState)found.Number(15)));
        }

        return rows;
    }

    /// <summary>Ends all recipients that still wait.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="end">As what.</param>
    /// <param name="now">The time.</param>
    /// <param name="why">Why it could not leave, where no attempt says it; null: not known.</param>
    public bool TryEnd(OutboxSession session, EmailState end, DateTimeOffset now, Hindrance? why = null)
    {
        var after = EmailStates.OfMessage(Recipients.Select(r => r.State.IsWaiting ? end : r.State));
        if (!TryWrite(session, EndSql, now, (int)after, now, OutboxMessageMapping.Short(why?.Words), (why?.Cause ?? FailureCause.OutOfTime).ToString()))
        {
            return false;
        }

        session.Send(EndRecipientsSql, Id, (int)end);
        session.Tell(TenantId, Id, KindOf(after), Attempts, Recipients.Select(r => r.State.IsWaiting ? end : r.State), now);
        session.Move(TenantId, State, after, Size);
        if (after is EmailState.Expired or EmailState.Failed)
        {
            session.Trends.Failed(TenantId, now);
        }

        return true;
    }

    /// <summary>Makes it due.</summary>
    public bool TryBringForward(OutboxSession session, DateTimeOffset now)
    {
        if (!TryWrite(session, DueSql, now, now))
        {
            return false;
        }

        // Pages that show it look again
        session.Count(TenantId, State, 0);
        return true;
    }

    /// <summary>Queues it again, until then.</summary>
    /// <param name="session">The transaction.</param>
    /// <param name="now">The time.</param>
    /// <param name="expiresAt">Until then.</param>
    /// <param name="keepsMessageId">Whether it goes under its own Message-ID also to those who had it: what is signed cannot get another one.</param>
    public bool TryResend(OutboxSession session, DateTimeOffset now, DateTimeOffset expiresAt, bool keepsMessageId)
    {
        var isToAll = Recipients.All(r => r.State == EmailState.Delivered);
        var messageId = isToAll && !keepsMessageId ? $"{Guid.CreateVersion7(now):N}@{DomainOf(InternetMessageId)}" : InternetMessageId;
        if (!TryWrite(session, ResendSql, now, now, expiresAt, messageId))
        {
            return false;
        }

        if (messageId != InternetMessageId)
        {
            session.RemoveOwnTag(TenantId, Id, InternetMessageId);
        }

        session.Send(ResendRecipientsSql, Id, isToAll);
        session.Send(KeepSql, Id);
        session.Move(TenantId, State, EmailState.Queued, Size);
        return true;
    }

    /// <summary>Writes what another attempt has come to; its recipients and the attempt are whoever's who calls.</summary>
    public bool TryRecord(OutboxSession session, Verdict verdict, string? reply, FailureCause? cause, string? from, DateTimeOffset now)
    {
        var isDelay = IsDelay(session, verdict, now);
        if (!TryWrite(
            session,
            RecordSql,
            now,
            (int)verdict.State,
            verdict.DueAt,
            verdict.State.IsWaiting ? null : (DateTimeOffset?)now,
            Attempts + 1,
            OutboxMessageMapping.Short(reply),
            cause?.ToString(),
            cause is null ? null : (DateTimeOffset?)now,
            (int?)verdict.Route?.Step,
            verdict.Route?.From,
            // It goes on by the next provider at once: the pause behind the last one is for once round
            verdict.Route?.Step == RouteStep.Next ? AttemptsBefore + 1 : AttemptsBefore,
            isDelay ? (DateTimeOffset?)now : null,
            from))
        {
            return false;
        }

        session.Move(TenantId, State, verdict.State, Size);
        if (isDelay || (!verdict.State.IsWaiting && (State.IsWaiting || verdict.Changes.Count > 0)))
        {
            session.Tell(TenantId, Id, isDelay ? EmailEventKind.Delayed : KindOf(verdict.State), Attempts + 1, StatesAfter(verdict.Changes).Select(r => r.State), now);
        }

        return true;
    }

    // That of a program may have none, or what no domain looks like
    private static string DomainOf(string messageId) =>
        messageId[(messageId.LastIndexOf('@') + 1)..] is { Length: > 0 and <= LongestDomain } domain && messageId.Length > domain.Length && Ascii.IsValid(domain) ? domain : "unnamed.invalid";

    /// <summary>The recipients once these changes are written.</summary>
    public IEnumerable<RecipientRow> StatesAfter(IReadOnlyList<RecipientChange> changes)
    {
        var states = changes.ToDictionary(c => c.Ordinal, c => c.State);
        return Recipients.Select(r => r with { State = states.GetValueOrDefault(r.Ordinal, r.State) });
    }

    // What goes on at once by the next provider is not late yet
    private bool IsDelay(OutboxSession session, Verdict verdict, DateTimeOffset now) =>
        verdict.State.IsWaiting && verdict.DueAt > now && !(now - DelayToldAt < BetweenDelays) && session.Events.Wants(TenantId, EmailEventKind.Delayed);

    private static EmailEventKind KindOf(EmailState state) => state switch
    {
        EmailState.Delivered => EmailEventKind.Delivered,
        EmailState.Expired => EmailEventKind.Expired,
        EmailState.Cancelled => EmailEventKind.Cancelled,
        _ => EmailEventKind.Failed,
    };

    private bool TryWrite(OutboxSession session, string sql, DateTimeOffset now, params ReadOnlySpan<SqlValue> values) =>
        session.TryChange(Id, sql, [Id, Version, Guid.CreateVersion7(now), .. values]);
}
