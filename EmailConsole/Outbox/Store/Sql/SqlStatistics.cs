using EmailConsole.Delivery;
using EmailConsole.Outbox.Trends;
using EmailConsole.Tenants;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Some rows for each tenant, whatever the number of messages; <see cref="OutboxSession"/> writes them with what they count.</summary>
internal sealed class SqlStatistics(OutboxDatabase database, OutboxWriter writer) : IOutboxStatistics
{
    public const string TrendSql = "SELECT Start, Measure, Count FROM OutboxTrends WHERE TenantId = ?1 AND Start >= ?2";

    /// <summary>Of many tenants at once: a page of them costs one question.</summary>
    public const string LatestSql =
        "SELECT TenantId, Kind, At, MessageId, Stage, Cause FROM OutboxLatest WHERE TenantId " + OutboxDatabase.InIds;

    // An index of such rows alone answers it, however many tenants there are
    public const string FailingSql = "SELECT TenantId FROM OutboxLatest WHERE Kind = 4 LIMIT ?1";

    public const string DeliveredSql = "SELECT TenantId FROM OutboxLatest WHERE Kind = 0 ORDER BY At DESC LIMIT ?1";

    public async Task<IReadOnlyList<TrendCount>> CountsAsync(Guid? tenantId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        List<TrendCount> counts = [];
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var rows = await connection[TrendSql].ReadAsync(cancellationToken, tenantId ?? Guid.Empty, since);
        while (await rows.ReadAsync(cancellationToken))
        {
            counts.Add(new TrendCount(rows.Time(0), rows.Number(1), rows.LongNumber(2)));
        }

        return counts;
    }

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyDictionary<LatestKind, LatestDelivery>>> LatestAsync(
        IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var found = ids.Distinct().ToDictionary(id => id, _ => new Dictionary<LatestKind, LatestDelivery>());
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var rows = await connection[LatestSql].ReadAsync(cancellationToken, found.Keys.ToArray());
        while (await rows.ReadAsync(cancellationToken))
        {
            found[rows.Id(0)][(LatestKind)rows.Number(1)] = new LatestDelivery(
                rows.Time(2), rows.Id(3), (DeliveryStage?)rows.NumberOrNull(4), rows.TextOrNull(5));
        }

        return found.ToDictionary(f => f.Key, IReadOnlyDictionary<LatestKind, LatestDelivery> (f) => f.Value);
    }

    public Task<IReadOnlyList<Guid>> FindFailingAsync(CancellationToken cancellationToken) => FindAsync(FailingSql, cancellationToken);

    public Task<IReadOnlyList<Guid>> FindDeliveredAsync(CancellationToken cancellationToken) => FindAsync(DeliveredSql, cancellationToken);

    private async Task<IReadOnlyList<Guid>> FindAsync(string sql, CancellationToken cancellationToken)
    {
        List<Guid> found = [];
        await using var connection = await database.OpenAsync(cancellationToken);
        await using var rows = await connection[sql].ReadAsync(cancellationToken, TenantRanks.Most);
        while (await rows.ReadAsync(cancellationToken))
        {
            found.Add(rows.Id(0));
        }

        return found;
    }

    public Task NoteAsync(Action<TrendChanges> note) => writer.WriteAsync(new LatestWrite(note));
}
