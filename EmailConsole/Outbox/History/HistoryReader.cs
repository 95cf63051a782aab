using EmailConsole.Delivery;
using EmailConsole.Outbox.Storage;
using EmailConsole.Outbox.Writing;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Outbox.History;

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

    /// <returns>Null where there is no such message.</returns>
    public (EmailState State, Guid TenantId)? StateOf(Guid id)
    {
        using var row = this[HistorySql.State].Read(SortableGuid.ToBytes(id));
        return row.Read() ? ((EmailState)row.GetInt32(0), Id(row, 1)) : null;
    }

    /// <returns>Null where there is no such message.</returns>
    public EmailSummary? Summary(Guid id, IReadOnlySet<Guid> sending)
    {
        var key = SortableGuid.ToBytes(id);
        List<EmailRecipient> recipients = [];
        EmailSummary summary;
        using (var row = this[HistorySql.Message].Read(key))
        {
            if (!row.Read())
            {
                return null;
            }

            var state = (EmailState)row.GetInt32(1);
            summary = new EmailSummary(
                id,
                Id(row, 0),
                state.IsWaiting && sending.Contains(id) ? EmailState.Sending : state,
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
            };
        }

        using var rows = this[HistorySql.Recipients].Read(key);
        while (rows.Read())
        {
            recipients.Add(new EmailRecipient(
                rows.GetString(0), (RecipientKind)rows.GetInt32(1), (EmailState)rows.GetInt32(2), Number(rows, 3), Text(rows, 4)));
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
                TimeSpan.FromTicks(rows.GetInt64(2)),
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

    private static Guid Id(SqliteDataReader row, int column) => SortableGuid.FromBytes(row.GetFieldValue<byte[]>(column));

    private static DateTimeOffset? Time(SqliteDataReader row, int column) =>
        row.IsDBNull(column) ? null : new DateTimeOffset(row.GetInt64(column), TimeSpan.Zero);

    private static int? Number(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    private static string? Text(SqliteDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
