using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.Outbox.Reading;
using EmailConsole.Outbox.Writing;
using EmailConsole.Persistence;
using EmailConsole.Tenants;

namespace EmailConsole.Outbox.Trends;

/// <summary>Reads the statistics: their size depends on the time they cover, not on the number of messages. Who may read is decided by whoever asks.</summary>
internal sealed class DeliveryTrends(OutboxConnection connections, TimeProvider clock)
{
    public const string TrendSql = "SELECT Start, Measure, Count FROM OutboxTrends WHERE TenantId = ?1 AND Start >= ?2";

    /// <summary>Of many tenants at once: a page of them costs one question.</summary>
    public const string LatestSql =
        "SELECT TenantId, Kind, At, MessageId, Stage, Cause FROM OutboxLatest WHERE TenantId IN (SELECT unhex(value) FROM json_each(?1))";

    // An index of such rows alone answers it, however many tenants there are
    public const string FailingSql = "SELECT TenantId FROM OutboxLatest WHERE Kind = 4 LIMIT ?1";

    public const string DeliveredSql = "SELECT TenantId FROM OutboxLatest WHERE Kind = 0 ORDER BY At DESC LIMIT ?1";

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
        using var rows = statement.Read(SortableGuid.ToBytes(tenantId ?? Guid.Empty), first.ToMicroseconds());
        while (rows.Read())
        {
            // A clock that was set back may have left intervals of the future
            var at = (rows.GetInt64(0) - first.ToMicroseconds()) / TrendInterval.Length.ToMicroseconds();
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
    public async Task<IReadOnlyDictionary<Guid, LatestDeliveries>> LatestOfAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
        (await LatestAsync(tenantIds, cancellationToken)).ToDictionary(
            l => l.Key, l => Deliveries(l.Value, LatestKind.Delivered, LatestKind.Failed));

    /// <summary>Of any tenant's messages through that tenant's provider.</summary>
    public async Task<LatestDeliveries> LatestThroughAsync(Guid tenantId, CancellationToken cancellationToken) =>
        Deliveries((await LatestAsync([tenantId], cancellationToken))[tenantId], LatestKind.DeliveredThroughProvider, LatestKind.FailedThroughProvider);

    /// <param name="owners">Whose providers.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>An entry for each of them.</returns>
    public async Task<IReadOnlyDictionary<Guid, ProviderPast>> ProvidersAsync(IReadOnlyCollection<Guid> owners, CancellationToken cancellationToken) =>
        (await LatestAsync(owners, cancellationToken)).ToDictionary(
            l => l.Key,
            l => new ProviderPast(
                l.Value.ContainsKey(LatestKind.DeliveredThroughProvider) || l.Value.ContainsKey(LatestKind.Tested),
                l.Value.GetValueOrDefault(LatestKind.ProviderFails)));

    /// <summary>The tenants whose provider fails.</summary>
    public Task<IReadOnlyList<Guid>> FindFailingAsync(CancellationToken cancellationToken) => FindAsync(FailingSql, cancellationToken);

    /// <summary>The tenants of which a message was ever delivered, the latest first.</summary>
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

    private async Task<Dictionary<Guid, Dictionary<LatestKind, LatestDelivery>>> LatestAsync(
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

        return found;
    }

    private static LatestDeliveries Deliveries(Dictionary<LatestKind, LatestDelivery> latest, LatestKind success, LatestKind failure) =>
        new(latest.GetValueOrDefault(success), latest.GetValueOrDefault(failure)) { TestedAt = latest.GetValueOrDefault(LatestKind.Tested)?.At };

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
