namespace EmailConsole.Outbox.Trends;

/// <summary>What happened over time: in the last 24 hours, unless it says otherwise.</summary>
/// <param name="Intervals">One after the other up to now, the oldest first, those without anything too.</param>
/// <param name="P50">Half of what was delivered took at most so long; null: nothing was delivered.</param>
/// <param name="P95">19 of 20 took at most so long.</param>
public sealed record DeliveryTrend(IReadOnlyList<TrendInterval> Intervals, TimeSpan? P50, TimeSpan? P95)
{
    /// <summary>How long an interval is.</summary>
    public TimeSpan Step { get; init; } = TrendInterval.Length;

    /// <summary>It is of the messages that match, by when they were accepted and as they stand now: what is not finished stands among the retries.</summary>
    public bool IsByAcceptance { get; init; }

    public long Delivered => Intervals.Sum(i => i.Delivered);

    public long Retried => Intervals.Sum(i => i.Retried);

    public long Failed => Intervals.Sum(i => i.Failed);
}
