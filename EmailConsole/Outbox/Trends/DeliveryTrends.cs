using EmailConsole.Delivery;
using EmailConsole.Outbox.Reading;
using EmailConsole.Outbox.Storage;
using EmailConsole.Outbox.Writing;

namespace EmailConsole.Outbox.Trends;

/// <summary>Reads the statistics: their size depends on the time they cover, not on the number of messages. Who may read is decided by whoever asks.</summary>
internal sealed class DeliveryTrends(OutboxConnection connections, TimeProvider clock)
{
    public const string TrendSql = "SELECT Start, Measure, Count FROM OutboxTrends WHERE TenantId = ?1 AND Start >= ?2";

    public const string LatestSql = "SELECT At, MessageId, Stage, Cause FROM OutboxLatest WHERE TenantId = ?1 AND Kind = ?2";

    private static readonly TimeSpan Covered = TimeSpan.FromHours(24);

    /// <param name="tenantId">Whose; null: of all tenants together.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<DeliveryTrend> LastDayAsync(Guid? tenantId, CancellationToken cancellationToken)
    {
        var first = TrendInterval.StartOf(clock.GetUtcNow()) - Covered + TrendInterval.Length;
        var intervals = Enumerable.Range(0, (int)(Covered / TrendInterval.Length))
            .Select(i => new TrendInterval(first + (i * TrendInterval.Length), 0, 0, 0)).ToArray();
        var times = new long[DeliveryTimes.Buckets];
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var statement = new Statement(connection, TrendSql);
        using var rows = statement.Read(SortableGuid.ToBytes(tenantId ?? Guid.Empty), first.UtcTicks);
        while (rows.Read())
        {
            // A clock that was set back may have left intervals of the future
            var at = (rows.GetInt64(0) - first.UtcTicks) / TrendInterval.Length.Ticks;
            if (at < intervals.Length)
            {
                Add(intervals, times, (int)at, rows.GetInt32(1), rows.GetInt64(2));
            }
        }

        return new DeliveryTrend(intervals, DeliveryTimes.Quantile(times, 0.5), DeliveryTimes.Quantile(times, 0.95));
    }

    /// <param name="tenantIds">Whose messages.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>An entry for each of them.</returns>
    public Task<IReadOnlyDictionary<Guid, LatestDeliveries>> LatestOfAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
        LatestAsync(tenantIds, LatestKind.Delivered, LatestKind.Failed, cancellationToken);

    /// <summary>Of any tenant's messages through that tenant's provider.</summary>
    public async Task<LatestDeliveries> LatestThroughAsync(Guid tenantId, CancellationToken cancellationToken) =>
        (await LatestAsync([tenantId], LatestKind.DeliveredThroughProvider, LatestKind.FailedThroughProvider, cancellationToken))[tenantId];

    private async Task<IReadOnlyDictionary<Guid, LatestDeliveries>> LatestAsync(
        IReadOnlyCollection<Guid> tenantIds, LatestKind success, LatestKind failure, CancellationToken cancellationToken)
    {
        await using var connection = await connections.OpenAsync(cancellationToken);
        using var statement = new Statement(connection, LatestSql);
        return tenantIds.Distinct().ToDictionary(id => id, id => new LatestDeliveries(Find(statement, id, success), Find(statement, id, failure)));
    }

    private static LatestDelivery? Find(Statement statement, Guid tenantId, LatestKind kind)
    {
        using var row = statement.Read(SortableGuid.ToBytes(tenantId), (int)kind);
        return row.Read()
            ? new LatestDelivery(
                new DateTimeOffset(row.GetInt64(0), TimeSpan.Zero),
                SortableGuid.FromBytes(row.GetFieldValue<byte[]>(1)),
                row.IsDBNull(2) ? null : (DeliveryStage)row.GetInt32(2),
                row.IsDBNull(3) ? null : row.GetString(3))
            : null;
    }

    private static void Add(TrendInterval[] intervals, long[] times, int at, int measure, long count)
    {
        var interval = intervals[at];
        switch (measure)
        {
            case TrendMeasure.Delivered:
                intervals[at] = interval with { Delivered = interval.Delivered + count };
                break;
            case TrendMeasure.Retried:
                intervals[at] = interval with { Retried = interval.Retried + count };
                break;
            case TrendMeasure.Failed:
                intervals[at] = interval with { Failed = interval.Failed + count };
                break;
            case >= TrendMeasure.Times and < TrendMeasure.Times + DeliveryTimes.Buckets:
                times[measure - TrendMeasure.Times] += count;
                break;
        }
    }
}
