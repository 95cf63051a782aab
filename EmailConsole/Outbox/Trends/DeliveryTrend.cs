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

    /// <summary>What of it is about messages in those states; none: all of it.</summary>
    public DeliveryTrend Only(IReadOnlyCollection<EmailState> states)
    {
        if (states.Count == 0)
        {
            return this;
        }

        var hasDelivered = states.Contains(EmailState.Delivered);
        return this with
        {
            Intervals =
            [
                .. Intervals.Select(i => i with
                {
                    Delivered = hasDelivered ? i.Delivered : 0,
                    Retried = states.Any(s => s.IsWaiting) ? i.Retried : 0,
                    Failed = states.Any(s => s is EmailState.Failed or EmailState.Expired) ? i.Failed : 0,
                }),
            ],
            P50 = hasDelivered ? P50 : null,
            P95 = hasDelivered ? P95 : null,
        };
    }

    public long Delivered => Intervals.Sum(i => i.Delivered);

    public long Retried => Intervals.Sum(i => i.Retried);

    public long Failed => Intervals.Sum(i => i.Failed);
}
