using EmailConsole.Delivery;
using EmailConsole.Outbox.History;
using EmailConsole.Persistence;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>A connection's prepared questions. Readers see the last commit and never keep the writer waiting (WAL).</summary>
internal sealed class HistoryReader(SqliteConnection connection) : IAsyncDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    private Statement this[string sql] =>
        _statements.TryGetValue(sql, out var statement) ? statement : _statements[sql] = new Statement(connection, sql);

    public List<Guid> Ids(string sql, params ReadOnlySpan<object?> values)
    {
        List<Guid> ids = [];
        using var rows = this[sql].Read(values);
        while (rows.Read())
        {
            ids.Add(Id(rows, 0));
        }

        return ids;
    }

    /// <param name="sql">Which messages: see <see cref="HistorySql.Rows"/>.</param>
    /// <param name="moment">Their states are those of then.</param>
    /// <param name="values">Of the question.</param>
    public List<EmailRow> Rows(string sql, HistoryMoment moment, params ReadOnlySpan<object?> values)
    {
        List<EmailRow> found = [];
        using var rows = this[HistorySql.Rows(sql)].Read(values);
        while (rows.Read())
        {
            found.Add(Row(rows, moment));
        }

        return found;
    }

    /// <returns>Null where there is no such message.</returns>
    public EmailRow? Row(Guid id, HistoryMoment moment)
    {
        using var row = this[HistorySql.Row].Read(SortableGuid.ToBytes(id));
        return row.Read() ? Row(row, moment) : null;
    }

    /// <summary>Whether such a question finds anything.</summary>
    public bool Has(string sql, params ReadOnlySpan<object?> values)
    {
        using var row = this[sql].Read(values);
        return row.Read();
    }

    /// <summary>The number that such a question is answered with.</summary>
    public long Count(string sql, params ReadOnlySpan<object?> values)
    {
        using var row = this[sql].Read(values);
        return row.Read() ? row.GetInt64(0) : 0;
    }

    /// <returns>Null: nothing is there.</returns>
    public Guid? Oldest(Guid? tenantId)
    {
        using var row = this[HistorySql.Of(tenantId, HistorySql.OldestOfTenant)].Read([Key(tenantId)]);
        return row.Read() && !row.IsDBNull(0) ? Id(row, 0) : null;
    }

    /// <summary>Those with that one word in front of others.</summary>
    public IEnumerable<string> AcceptedBy(Guid? tenantId, string start)
    {
        for (var last = start; ;)
        {
            using (var row = this[HistorySql.Of(tenantId, HistorySql.NextAcceptedBy)].Read(Key(tenantId), last))
            {
                if (!row.Read() || Text(row, 0) is not { } next || !next.StartsWith(start, StringComparison.Ordinal))
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
        using var rows = this[HistorySql.Of(tenantId, HistorySql.Causes)].Read(Key(tenantId), since.ToMicroseconds());
        while (rows.Read())
        {
            if (FailureCause.Parse(rows.GetString(0)) is { } cause)
            {
                causes.Add((cause, rows.GetInt64(1)));
            }
        }

        return causes;
    }

    public List<string> Addresses(Guid id)
    {
        List<string> addresses = [];
        using var rows = this[HistorySql.Addresses].Read(SortableGuid.ToBytes(id));
        while (rows.Read())
        {
            addresses.Add(rows.GetString(0));
        }

        return addresses;
    }

    /// <summary>What became of a resend of it at that moment, as far as it can be told beforehand.</summary>
    public EmailChange Resendable(Guid id, DateTimeOffset now)
    {
        using var row = this[HistorySql.Resendable].Read(SortableGuid.ToBytes(id));
        return !row.Read() ? EmailChange.NotFound
            : !row.GetBoolean(2) ? EmailChange.ContentGone
            : row.GetBoolean(1) && row.GetInt64(0) <= now.ToMicroseconds() ? EmailChange.Expired
            : EmailChange.Done;
    }

    /// <returns>Null where there is no such message.</returns>
    public (EmailState State, Guid TenantId)? StateOf(Guid id)
    {
        using var row = this[HistorySql.State].Read(SortableGuid.ToBytes(id));
        return row.Read() ? ((EmailState)row.GetInt32(0), Id(row, 1)) : null;
    }

    /// <returns>Null where there is no such message.</returns>
    public EmailSummary? Summary(Guid id, HistoryMoment moment)
    {
        var key = SortableGuid.ToBytes(id);
        List<EmailRecipient> recipients = [];
        EmailSummary summary;
        EmailState state;
        using (var row = this[HistorySql.Message].Read(key))
        {
            if (!row.Read())
            {
                return null;
            }

            state = moment.Of(id, (EmailState)row.GetInt32(1), Time(row, 14));
            summary = new EmailSummary(
                id,
                Id(row, 0),
                state,
                (EmailPriority)row.GetInt32(2),
                Time(row, 3)!.Value,
                Time(row, 4),
                Time(row, 5)!.Value,
                Time(row, 6),
                row.GetString(7),
                row.GetInt32(8),
                row.GetInt64(9),
                Text(row, 10),
                Text(row, 11),
                recipients)
            {
                WantedAt = Time(row, 12)!.Value,
                AcceptedBy = Text(row, 13),
                HasOwnExpiry = row.GetBoolean(15),
                Cause = FailureCause.Parse(Text(row, 16)),
            };
        }

        using var rows = this[HistorySql.Recipients].Read(key);
        while (rows.Read())
        {
            var stored = (EmailState)rows.GetInt32(2);
            recipients.Add(new EmailRecipient(
                rows.GetString(0),
                (RecipientKind)rows.GetInt32(1),
                state == EmailState.Scheduled && stored.IsWaiting ? state : stored,
                Number(rows, 3),
                Text(rows, 4)));
        }

        return summary;
    }

    public List<EmailAttempt> Attempts(Guid id)
    {
        List<EmailAttempt> attempts = [];
        using var rows = this[HistorySql.Attempts].Read(SortableGuid.ToBytes(id));
        while (rows.Read())
        {
            attempts.Add(new EmailAttempt(
                rows.GetInt32(0),
                Time(rows, 1)!.Value,
                Microseconds.ToDuration(rows.GetInt64(2)),
                (AttemptOutcome)rows.GetInt32(3),
                (DeliveryStage?)Number(rows, 4),
                (DeliveryFailureKind?)Number(rows, 5),
                Number(rows, 6),
                Text(rows, 7),
                Text(rows, 8),
                Text(rows, 9),
                Text(rows, 10))
            {
                ProviderOwner = rows.IsDBNull(11) ? null : Id(rows, 11),
                Blame = (Blame?)Number(rows, 12),
            });
        }

        return attempts;
    }

    public bool HasContent(Guid id)
    {
        using var row = this[HistorySql.HasContent].Read(SortableGuid.ToBytes(id));
        return row.Read();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var statement in _statements.Values)
        {
            statement.Dispose();
        }

        await connection.DisposeAsync();
    }

    private static EmailRow Row(SqliteDataReader row, HistoryMoment moment)
    {
        var id = Id(row, 0);
        return new EmailRow(id, Id(row, 1), moment.Of(id, (EmailState)row.GetInt32(2), Time(row, 3)), Text(row, 4), Text(row, 5));
    }

    /// <summary>As a question takes it.</summary>
    public static byte[]? Key(Guid? tenantId) => tenantId is { } id ? SortableGuid.ToBytes(id) : null;

    private static Guid Id(SqliteDataReader row, int column) => SortableGuid.FromBytes(row.GetFieldValue<byte[]>(column));

    private static DateTimeOffset? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : Microseconds.ToTime(row.GetInt64(column));

    private static int? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
