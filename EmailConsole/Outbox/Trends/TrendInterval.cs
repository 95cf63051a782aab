namespace EmailConsole.Outbox.Trends;

/// <summary>What happened within a quarter of an hour.</summary>
/// <param name="Start">Its first moment.</param>
/// <param name="Delivered">Messages that a server took for everybody.</param>
/// <param name="Retried">Attempts that failed and are followed by another one.</param>
/// <param name="Failed">Messages refused for good, or out of time.</param>
public sealed record TrendInterval(DateTimeOffset Start, long Delivered, long Retried, long Failed)
{
    public static readonly TimeSpan Length = TimeSpan.FromMinutes(15);

    /// <summary>How long the statistics are kept.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(48);

    public static DateTimeOffset StartOf(DateTimeOffset time) => new(time.UtcTicks - (time.UtcTicks % Length.Ticks), TimeSpan.Zero);
}
