using EmailConsole.Delivery;
using EmailConsole.Outbox.Retry;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Writes what became of attempts.</summary>
internal sealed class RecordWrite(
    IReadOnlyList<DeliveryReport> reports, Verdicts verdicts, TimeProvider clock, TimeSpan contentRetention) : OutboxWrite<IReadOnlyList<RecordedEmail>>
{
    private const string RecipientSql =
        "UPDATE OutboxRecipients SET State = ?3, ReplyCode = ?4, LastReply = ?5 WHERE MessageId = ?1 AND Ordinal = ?2";

    private const string AttemptSql =
        "INSERT INTO OutboxAttempts (MessageId, Number, StartedAt, Duration, Outcome, Stage, Kind, ReplyCode, EnhancedCode, ServerText, Cause, Cure, ProviderOwner, Blame, ProviderId, ProviderName) "
        + "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)";

    private const string DropSql = "DELETE FROM OutboxContents WHERE MessageId = ?1";

    private const string KeepSql = "UPDATE OutboxContents SET DropAt = ?2 WHERE MessageId = ?1";

    public override void Announce(GroupNeeds needs)
    {
        needs.Messages.UnionWith(reports.Select(r => r.Email.Id));
        needs.Nodes.UnionWith(reports.Select(r => r.Node));
    }

    protected override IReadOnlyList<RecordedEmail> Write(OutboxSession session)
    {
        var now = clock.GetUtcNow();
        return [.. reports.Select(report => Record(session, report, now))];
    }

    private RecordedEmail Record(OutboxSession session, DeliveryReport report, DateTimeOffset now)
    {
        while (true)
        {
            if (session.Find(report.Email.Id) is not { } row)
            {
                return new RecordedEmail(report.Email.Id, null, null);
            }

            var verdict = verdicts.On(report, row.Recipients, row.ExpiresAt, row.Attempts + 1 - row.AttemptsBefore, now, Random.Shared.NextDouble());
            var isCancelled = !row.State.IsWaiting && report.Outcome is DeliveryOutcome.Failed;
            if (report.Email.Attempts != row.Attempts || isCancelled || !session.IsAlive(report.Node))
            {
                // Another attempt was recorded since this one was taken, it was cancelled before it reached a server, or another node owns it: only who got it counts
                verdict = FactsOf(verdict, row);
                if (verdict.Changes.Count == 0)
                {
                    return Answer(report.Email, row, verdict, row.Attempts);
                }
            }

            var cause = CauseOf(report.Outcome);
            var reply = InheritedFailure.WordsFor(report, row.TenantId) ?? Reply(report.Outcome);
            if (row.TryRecord(session, verdict, reply, cause, report.From, now))
            {
                WriteRest(session, row, report, verdict, now);
                return Answer(report.Email, row, verdict, row.Attempts + 1);
            }
        }
    }

    private void WriteRest(OutboxSession session, MessageRow row, DeliveryReport report, Verdict verdict, DateTimeOffset now)
    {
        foreach (var change in verdict.Changes)
        {
            session.Send(RecipientSql, row.Id, change.Ordinal, (int)change.State, change.ReplyCode, OutboxMessageMapping.Short(change.Reply));
        }

        WriteAttempt(session, row.Id, row.Attempts + 1, report);
        session.Trends.Add(row.TenantId, report, verdict.State, now - row.WantedAt, now);
        if (verdict.State == EmailState.Delivered)
        {
            if (contentRetention == TimeSpan.Zero)
            {
                session.Send(DropSql, row.Id);
            }
            else
            {
                session.Send(KeepSql, row.Id, now + contentRetention);
            }
        }
    }

    private static Verdict FactsOf(Verdict verdict, MessageRow row)
    {
        List<RecipientChange> delivered = [.. verdict.Changes.Where(c => c.State == EmailState.Delivered)];
        var state = EmailStates.OfMessage(row.StatesAfter(delivered).Select(r => r.State));
        return new Verdict(state, state.IsWaiting ? row.DueAt : null, delivered);
    }

    private static RecordedEmail Answer(WaitingEmail email, MessageRow row, Verdict verdict, int attempts) => new(
        email.Id,
        verdict.State,
        verdict.DueAt is not { } due ? null : email with
        {
            DueAt = due,
            Attempts = attempts,
            Route = verdict.Route ?? email.Route,
            Recipients = [.. row.StatesAfter(verdict.Changes).Where(r => r.State.IsWaiting).Select(r => r.Address)],
        });

    private static void WriteAttempt(OutboxSession session, Guid id, int number, DeliveryReport report)
    {
        // Where some were refused by name, why: their own replies do not say what to do
        var failure = FailureOf(report.Outcome);
        var isTaken = report.Outcome is DeliveryOutcome.Delivered;
        var outcome = report.Outcome switch
        {
            DeliveryOutcome.Delivered => AttemptOutcome.Delivered,
            DeliveryOutcome.Unknown => AttemptOutcome.Unknown,
            _ => AttemptOutcome.Failed,
        };
        session.Send(
            AttemptSql,
            id,
            number,
            report.StartedAt,
            report.Duration,
            (int)outcome,
            (int?)failure?.Stage,
            (int?)failure?.Kind,
            isTaken ? null : failure?.ReplyCode,
            isTaken ? null : failure?.EnhancedCode,
            report.Outcome is DeliveryOutcome.Delivered delivered ? delivered.ServerText : failure?.ServerText,
            failure?.Advice.Cause,
            failure?.Advice.Cure,
            report.ProviderOwner,
            (int?)failure?.Blame,
            report.ProviderId,
            report.ProviderName);
    }

    // Where some got it, that of those who did not; null where this attempt failed for nobody
    private static FailureCause? CauseOf(DeliveryOutcome outcome) => FailureOf(outcome) is { } failure ? FailureCause.Of(failure) : null;

    private static DeliveryFailure? FailureOf(DeliveryOutcome outcome) =>
        outcome.Reason ?? (outcome.RefusedRecipients is [var refused, ..] ? refused.Failure : null);

    private static string? Reply(DeliveryOutcome outcome) =>
        outcome is DeliveryOutcome.Delivered delivered ? delivered.ServerText : outcome.Reason?.ServerText ?? outcome.Reason?.Advice.Cause;
}
