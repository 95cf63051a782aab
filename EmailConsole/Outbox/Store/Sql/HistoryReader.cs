using EmailConsole.Delivery;
using EmailConsole.Outbox.History;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>A connection's prepared questions. Readers see the last commit and never keep the writer waiting (WAL).</summary>
internal sealed class HistoryReader(OutboxConnection connection) : IAsyncDisposable
{
    public List<Guid> Ids(string sql, params ReadOnlySpan<SqlValue> values)
    {
        List<Guid> ids = [];
        using var rows = connection[sql].Read(values);
        while (rows.Read())
        {
            ids.Add(rows.Id(0));
        }

        return ids;
    }

    /// <param name="sql">Which messages: see <see cref="HistorySql.Rows"/>.</param>
    /// <param name="moment">Their states are those of then.</param>
    /// <param name="values">Of the question.</param>
    public List<EmailRow> Rows(string sql, HistoryMoment moment, params ReadOnlySpan<SqlValue> values)
    {
        List<EmailRow> found = [];
        using var rows = connection[HistorySql.Rows(sql)].Read(values);
        while (rows.Read())
        {
            found.Add(Row(rows, moment));
        }

        return found;
    }

    /// <returns>Null where there is no such message.</returns>
    public EmailRow? Row(Guid id, HistoryMoment moment)
    {
        using var row = connection[HistorySql.Row].Read(id);
        return row.Read() ? Row(row, moment) : null;
    }

    /// <summary>Whether such a question finds anything.</summary>
    public bool Has(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var row = connection[sql].Read(values);
        return row.Read();
    }

    /// <summary>The number that such a question is answered with.</summary>
    public long Count(string sql, params ReadOnlySpan<SqlValue> values)
    {
        using var row = connection[sql].Read(values);
        return row.Read() ? row.LongNumber(0) : 0;
    }

    /// <returns>Null: nothing is there.</returns>
    public Guid? Oldest(Guid? tenantId)
    {
        using var row = connection[HistorySql.Of(tenantId, HistorySql.OldestOfTenant)].Read(tenantId);
        return row.Read() ? row.Id(0) : null;
    }

    /// <summary>Those with that one word in front of others.</summary>
    public IEnumerable<string> AcceptedBy(Guid? tenantId, string start)
    {
        for (var last = start; ;)
        {
            using (var row = connection[HistorySql.Of(tenantId, HistorySql.NextAcceptedBy)].Read(tenantId, last))
            {
                if (!row.Read() || row.TextOrNull(0) is not { } next || !next.StartsWith(start, StringComparison.Ordinal))
                {
                    yield break;
                }

                last = next;
            }

            yield return last;
        }
    }

    public IReadOnlyList<(FailureCause Cause, long Count)> Causes(Guid? tenantId, DateTimeOffset since)
    {
        List<(FailureCause, long)> causes = [];
        using var rows = connection[HistorySql.Of(tenantId, HistorySql.Causes)].Read(tenantId, since);
        while (rows.Read())
        {
            if (FailureCause.Parse(rows.Text(0)) is { } cause)
            {
                causes.Add((cause, rows.LongNumber(1)));
            }
        }

        return causes;
    }

    public List<string> Addresses(Guid id)
    {
        List<string> addresses = [];
        using var rows = connection[HistorySql.Addresses].Read(id);
        while (rows.Read())
        {
            addresses.Add(rows.Text(0));
        }

        return addresses;
    }

    /// <summary>What became of a resend of it at that moment, as far as it can be told beforehand.</summary>
    public EmailChange Resendable(Guid id, DateTimeOffset now)
    {
        using var row = connection[HistorySql.Resendable].Read(id);
        return !row.Read() ? EmailChange.NotFound
            : !row.Truth(2) ? EmailChange.ContentGone
            : row.Truth(1) && row.Time(0) <= now ? EmailChange.Expired
            : EmailChange.Done;
    }

    /// <returns>Null where there is no such message.</returns>
    public (EmailState State, Guid TenantId)? StateOf(Guid id)
    {
        using var row = connection[HistorySql.State].Read(id);
        return row.Read() ? ((EmailState)row.Number(0), row.Id(1)) : null;
    }

    /// <returns>Null where there is no such message.</returns>
    public EmailSummary? Summary(Guid id, HistoryMoment moment)
    {
        List<EmailRecipient> recipients = [];
        EmailSummary summary;
        EmailState state;
        using (var row = connection[HistorySql.Message].Read(id))
        {
            if (!row.Read())
            {
                return null;
            }

            state = moment.Of(id, (EmailState)row.Number(1), row.TimeOrNull(14));
            summary = new EmailSummary(
                id,
                row.Id(0),
                state,
                (EmailPriority)row.Number(2),
                row.Time(3),
                row.TimeOrNull(4),
                row.Time(5),
                row.TimeOrNull(6),
                row.Text(7),
                row.Number(8),
                row.LongNumber(9),
                row.TextOrNull(10),
                row.TextOrNull(11),
                recipients)
            {
                WantedAt = row.Time(12),
                AcceptedBy = row.TextOrNull(13),
                Door = (EmailDoor)row.Number(17),
                From = row.TextOrNull(18),
                HasOwnExpiry = row.Truth(15),
                Cause = FailureCause.Parse(row.TextOrNull(16)),
            };
        }

        using var rows = connection[HistorySql.Recipients].Read(id);
        while (rows.Read())
        {
            var stored = (EmailState)rows.Number(2);
            recipients.Add(new EmailRecipient(
                rows.Text(0),
                (RecipientKind)rows.Number(1),
                state == EmailState.Scheduled && stored.IsWaiting ? state : stored,
                rows.NumberOrNull(3),
                rows.TextOrNull(4)));
        }

        return summary;
    }

    public List<EmailAttempt> Attempts(Guid id)
    {
        List<EmailAttempt> attempts = [];
        using var rows = connection[HistorySql.Attempts].Read(id);
        while (rows.Read())
        {
            attempts.Add(new EmailAttempt(
                rows.Number(0),
                rows.Time(1),
                rows.Duration(2),
                (AttemptOutcome)rows.Number(3),
                (DeliveryStage?)rows.NumberOrNull(4),
                (DeliveryFailureKind?)rows.NumberOrNull(5),
                rows.NumberOrNull(6),
                rows.TextOrNull(7),
                rows.TextOrNull(8),
                rows.TextOrNull(9),
                rows.TextOrNull(10))
            {
                ProviderOwner = rows.IdOrNull(11),
                Blame = (Blame?)rows.NumberOrNull(12),
                ProviderId = rows.IdOrNull(13),
                ProviderName = rows.TextOrNull(14),
            });
        }

        return attempts;
    }

    public bool HasContent(Guid id)
    {
        using var row = connection[HistorySql.HasContent].Read(id);
        return row.Read();
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    private static EmailRow Row(SqlRows row, HistoryMoment moment)
    {
        var id = row.Id(0);
        return new EmailRow(id, row.Id(1), moment.Of(id, (EmailState)row.Number(2), row.TimeOrNull(3)), row.TextOrNull(4), row.TextOrNull(5));
    }
}
