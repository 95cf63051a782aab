namespace EmailConsole.Outbox.Trends;

/// <summary>What is counted in an interval. The numbers are stored.</summary>
internal static class TrendMeasure
{
    public const int Delivered = 0;

    /// <summary>Attempts that failed and are followed by another one.</summary>
    public const int Retried = 1;

    /// <summary>Messages refused for good, or out of time.</summary>
    public const int Failed = 2;

    /// <summary>From here on: deliveries by their time, see <see cref="DeliveryTimes"/>.</summary>
    public const int Times = 100;
}
