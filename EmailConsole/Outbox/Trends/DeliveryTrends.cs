namespace EmailConsole.Outbox.Trends;

/// <summary>Reads the statistics: their size depends on the time they cover, not on the number of messages. Who may read is decided by whoever asks.</summary>
internal sealed class DeliveryTrends(IOutboxStatistics statistics, TimeProvider clock)
{
    private static readonly TimeSpan Covered = TimeSpan.FromHours(24);

    /// <param name="tenantId">Whose; null: of all tenants together.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<DeliveryTrend> LastDayAsync(Guid? tenantId, CancellationToken cancellationToken)
    {
        var first = TrendInterval.StartOf(clock.GetUtcNow()) - Covered + TrendInterval.Length;
        var intervals = Enumerable.Range(0, (int)(Covered / TrendInterval.Length))
            .Select(i => new TrendInterval(first + (i * TrendInterval.Length), 0, 0, 0)).ToArray();
        var times = new long[DeliveryTimes.Buckets];
        foreach (var count in await statistics.CountsAsync(tenantId, first, cancellationToken))
        {
            // A clock that was set back may have left intervals of the future
            var at = (count.Start - first).Ticks / TrendInterval.Length.Ticks;
            if (at < intervals.Length)
            {
                Add(intervals, times, (int)at, count.Measure, count.Count);
            }
        }

        return new DeliveryTrend(intervals, DeliveryTimes.Quantile(times, 0.5), DeliveryTimes.Quantile(times, 0.95));
    }

    /// <param name="tenantIds">Whose messages.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>An entry for each of them.</returns>
    public async Task<IReadOnlyDictionary<Guid, LatestDeliveries>> LatestOfAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
        (await statistics.LatestAsync(tenantIds, cancellationToken)).ToDictionary(
            l => l.Key,
            l => new LatestDeliveries(l.Value.GetValueOrDefault(LatestKind.Delivered), l.Value.GetValueOrDefault(LatestKind.Failed))
            {
                TestedAt = l.Value.GetValueOrDefault(LatestKind.Tested)?.At,
            });

    /// <summary>Of any tenant's messages through those providers.</summary>
    /// <param name="tenantId">Whose they are; the test emails are the tenant's.</param>
    /// <param name="providers">Their ids.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<LatestDeliveries> LatestThroughAsync(Guid tenantId, IReadOnlyCollection<Guid> providers, CancellationToken cancellationToken)
    {
        var latest = await statistics.LatestAsync([tenantId, .. providers], cancellationToken);
        return new LatestDeliveries(Last(LatestKind.DeliveredThroughProvider), Last(LatestKind.FailedThroughProvider))
        {
            TestedAt = latest[tenantId].GetValueOrDefault(LatestKind.Tested)?.At,
        };

        LatestDelivery? Last(LatestKind kind) => providers.Select(p => latest[p].GetValueOrDefault(kind)).MaxBy(d => d?.At);
    }

    /// <param name="providers">Their ids.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>An entry for each of them.</returns>
    public async Task<IReadOnlyDictionary<Guid, ProviderPast>> ProvidersAsync(IReadOnlyCollection<Guid> providers, CancellationToken cancellationToken) =>
        (await statistics.LatestAsync(providers, cancellationToken)).ToDictionary(
            l => l.Key,
            l => new ProviderPast(
                l.Value.ContainsKey(LatestKind.DeliveredThroughProvider) || l.Value.ContainsKey(LatestKind.Tested),
                l.Value.GetValueOrDefault(LatestKind.ProviderFails)));

    /// <summary>The providers that fail.</summary>
    public Task<IReadOnlyList<Guid>> FindFailingAsync(CancellationToken cancellationToken) => statistics.FindFailingAsync(cancellationToken);

    /// <summary>The tenants of which a message was ever delivered, the latest first.</summary>
    public Task<IReadOnlyList<Guid>> FindDeliveredAsync(CancellationToken cancellationToken) => statistics.FindDeliveredAsync(cancellationToken);

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
