using EmailConsole.Delivery;
using EmailConsole.Outbox.Retry;
using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Writes what became of attempts.</summary>
internal sealed class RecordWrite(
    IReadOnlyList<DeliveryReport> reports, Verdicts verdicts, TimeProvider clock, TimeSpan contentRetention) : OutboxWrite<IReadOnlyList<RecordedEmail>>
{
    private const string FindSql =
        "SELECT m.TenantId, m.State, m.Attempts, m.ExpiresAt, m.AttemptsBefore, m.WantedAt, r.Ordinal, r.Address, r.State, m.Size FROM OutboxMessages m "
        + "JOIN OutboxRecipients r ON r.MessageId = m.Id WHERE m.Id = ?1";

    private const string MessageSql =
        "UPDATE OutboxMessages SET State = ?2, DueAt = ?3, FinishedAt = ?4, Attempts = ?5, LastReply = ?6, Version = ?7, "
        + "Cause = CASE WHEN ?2 IN (3, 6) THEN NULL ELSE COALESCE(?8, Cause) END, FailedAt = CASE WHEN ?2 IN (3, 6) THEN NULL ELSE COALESCE(?9, FailedAt) END "
        + "WHERE Id = ?1";

    private const string RecipientSql =
        "UPDATE OutboxRecipients SET State = ?3, ReplyCode = ?4, LastReply = ?5 WHERE MessageId = ?1 AND Ordinal = ?2";

    private const string AttemptSql =
        "INSERT INTO OutboxAttempts (MessageId, Number, StartedAt, Duration, Outcome, Stage, Kind, ReplyCode, EnhancedCode, ServerText, Cause, Cure, ProviderOwner, Blame) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)";

    private const string DropSql = "DELETE FROM OutboxContents WHERE MessageId = ?1";

    private const string KeepSql = "UPDATE OutboxContents SET DropAt = ?2 WHERE MessageId = ?1";

    private readonly List<RecipientRow> _rows = [];

    protected override IReadOnlyList<RecordedEmail> Write(OutboxSession session)
    {
        var now = clock.GetUtcNow();
        var recorded = new RecordedEmail[reports.Count];
        for (var i = 0; i < reports.Count; i++)
        {
            recorded[i] = Record(session, reports[i], now);
        }

        return recorded;
    }

    private RecordedEmail Record(OutboxSession session, DeliveryReport report, DateTimeOffset now)
    {
        var id = SortableGuid.ToBytes(report.Email.Id);
        Guid tenant;
        EmailState before;
        int attempt;
        int attemptsBefore;
        DateTimeOffset expiresAt;
        DateTimeOffset wantedAt;
        long size;
        using (var found = session[FindSql].Read(id))
        {
            if (!found.Read())
            {
                return new RecordedEmail(report.Email.Id, null, null);
            }

            tenant = SortableGuid.FromBytes(found.GetFieldValue<byte[]>(0));
            before = (EmailState)found.GetInt32(1);
            attempt = found.GetInt32(2) + 1;
            expiresAt = Microseconds.ToTime(found.GetInt64(3));
            attemptsBefore = found.GetInt32(4);
            wantedAt = Microseconds.ToTime(found.GetInt64(5));
            size = found.GetInt64(9);
            _rows.Clear();
            do
            {
                _rows.Add(new RecipientRow(found.GetInt32(6), found.GetString(7), (EmailState)found.GetInt32(8)));
            }
            while (found.Read());
        }

        var verdict = verdicts.On(report, _rows, expiresAt, attempt - attemptsBefore, now, Random.Shared.NextDouble());
        var inherited = InheritedFailure.WordsFor(report, tenant);
        foreach (var change in verdict.Changes)
        {
            session[RecipientSql].Run(id, change.Ordinal, (int)change.State, change.ReplyCode, OutboxMessageMapping.Short(change.Reply));
        }

        WriteAttempt(session, id, attempt, report);
        var cause = CauseOf(report.Outcome);
        session[MessageSql].Run(
            id,
            (int)verdict.State,
            verdict.DueAt?.ToMicroseconds(),
            verdict.State.IsWaiting ? null : now.ToMicroseconds(),
            attempt,
            OutboxMessageMapping.Short(inherited ?? Reply(report.Outcome)),
            SortableGuid.ToBytes(Guid.CreateVersion7(now)),
            cause?.ToString(),
            cause is null ? null : now.ToMicroseconds());
        session.Move(tenant, before, verdict.State, size);
        session.Trends.Add(tenant, report, verdict.State, now - wantedAt, now);
        if (verdict.State == EmailState.Delivered)
        {
            _ = contentRetention == TimeSpan.Zero ? session[DropSql].Run(id) : session[KeepSql].Run(id, (now + contentRetention).ToMicroseconds());
        }

        return new RecordedEmail(report.Email.Id, verdict.State, Retry(report.Email, verdict, attempt));
    }

    private static void WriteAttempt(OutboxSession session, byte[] id, int number, DeliveryReport report)
    {
        var failure = report.Outcome.Reason;
        var outcome = report.Outcome switch
        {
            DeliveryOutcome.Delivered => AttemptOutcome.Delivered,
            DeliveryOutcome.Unknown => AttemptOutcome.Unknown,
            _ => AttemptOutcome.Failed,
        };
        session[AttemptSql].Run(
            id,
            number,
            report.StartedAt.ToMicroseconds(),
            report.Duration.ToMicroseconds(),
            (int)outcome,
            (int?)failure?.Stage,
            (int?)failure?.Kind,
            failure?.ReplyCode,
            failure?.EnhancedCode,
            failure is null ? ((DeliveryOutcome.Delivered)report.Outcome).ServerText : failure.ServerText,
            failure?.Advice.Cause,
            failure?.Advice.Cure,
            report.ProviderOwner is { } owner ? SortableGuid.ToBytes(owner) : null,
            (int?)failure?.Blame);
    }

    private WaitingEmail? Retry(WaitingEmail email, Verdict verdict, int attempt)
    {
        if (verdict.DueAt is not { } due)
        {
            return null;
        }

        var states = _rows.ToDictionary(r => r.Ordinal, r => r.State);
        foreach (var change in verdict.Changes)
        {
            states[change.Ordinal] = change.State;
        }

        return email with
        {
            DueAt = due,
            Attempts = attempt,
            Recipients = [.. _rows.Where(r => states[r.Ordinal].IsWaiting).Select(r => r.Address)],
        };
    }

    // Where some got it, that of those who did not; null where this attempt failed for nobody
    private static FailureCause? CauseOf(DeliveryOutcome outcome) =>
        (outcome.Reason ?? (outcome.RefusedRecipients is [var refused, ..] ? refused.Failure : null)) is { } failure ? FailureCause.Of(failure) : null;

    private static string? Reply(DeliveryOutcome outcome) =>
        outcome is DeliveryOutcome.Delivered delivered ? delivered.ServerText : outcome.Reason?.ServerText ?? outcome.Reason?.Advice.Cause;
}
