using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;
using EmailConsole.Tenants;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Some rows for each tenant, whatever the number of messages; <see cref="OutboxSession"/> writes them with what they count.</summary>
internal sealed class SqliteStatistics(OutboxConnection connections, OutboxWriter writer) : IOutboxStatistics
{
    public const string TrendSql = "SELECT Start, Measure, Count FROM OutboxTrends WHERE TenantId = ?1 AND Start >= ?2";

    /// <summary>Of many tenants at once: a page of them costs one question.</summary>
    public const string LatestSql =
        "SELECT TenantId, Kind, At, MessageId, Stage, Cause FROM OutboxLatest WHERE TenantId IN (SELECT unhex(value) FROM json_each(?1))";

    // An index of such rows alone answers it, however many tenants there are
    public const string FailingSql = "SELECT TenantId FROM OutboxLatest WHERE Kind = 4 LIMIT ?1";

    public const string DeliveredSql = "SELECT TenantId FROM OutboxLatest WHERE Kind = 0 ORDER BY At DESC LIMIT ?1";

    public async Task<IReadOnlyList<TrendCount>> CountsAsync(Guid? tenantId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        List<TrendCount> counts = [];
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var statement = new Statement(connection, TrendSql);
        using var rows = statement.Read(SortableGuid.ToBytes(tenantId ?? Guid.Empty), since.ToMicroseconds());
        while (rows.Read())
        {
            counts.Add(new TrendCount(Microseconds.ToTime(rows.GetInt64(0)), rows.GetInt32(1), rows.GetInt64(2)));
        }

        return counts;
    }

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<LatestKind, LatestDelivery>>> LatestAsync(
        IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken)
    {
        var found = tenantIds.Distinct().ToDictionary(id => id, _ => new Dictionary<LatestKind, LatestDelivery>());
        var ids = JsonSerializer.Serialize(found.Keys.Select(id => Convert.ToHexString(SortableGuid.ToBytes(id))));
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var statement = new Statement(connection, LatestSql);
        using var rows = statement.Read(ids);
        while (rows.Read())
        {
            found[SortableGuid.FromBytes(rows.GetFieldValue<byte[]>(0))][(LatestKind)rows.GetInt32(1)] = new LatestDelivery(
                Microseconds.ToTime(rows.GetInt64(2)),
                SortableGuid.FromBytes(rows.GetFieldValue<byte[]>(3)),
                rows.IsDBNull(4) ? null : (DeliveryStage)rows.GetInt32(4),
                rows.IsDBNull(5) ? null : rows.GetString(5));
        }

        return found.ToDictionary(f => f.Key, IReadOnlyDictionary<LatestKind, LatestDelivery> (f) => f.Value);
    }

    public Task<IReadOnlyList<Guid>> FindFailingAsync(CancellationToken cancellationToken) => FindAsync(FailingSql, cancellationToken);

    public Task<IReadOnlyList<Guid>> FindDeliveredAsync(CancellationToken cancellationToken) => FindAsync(DeliveredSql, cancellationToken);

    private async Task<IReadOnlyList<Guid>> FindAsync(string sql, CancellationToken cancellationToken)
    {
        List<Guid> found = [];
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var statement = new Statement(connection, sql);
        using var rows = statement.Read(TenantRanks.Most);
        while (rows.Read())
        {
            found.Add(SortableGuid.FromBytes(rows.GetFieldValue<byte[]>(0)));
        }

        return found;
    }

    public Task NoteAsync(Action<TrendChanges> note) => writer.WriteAsync(new LatestWrite(note));
}
