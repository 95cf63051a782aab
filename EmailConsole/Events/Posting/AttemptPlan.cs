namespace EmailConsole.Events.Posting;

/// <summary>When a delivery is tried again. Pure.</summary>
internal static class AttemptPlan
{
    private const double Jitter = 0.2;

    /// <summary>Behind each failed attempt; after the last of them comes a last attempt.</summary>
    public static readonly IReadOnlyList<TimeSpan> Pauses =
    [
        TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5),
        TimeSpan.FromHours(10), TimeSpan.FromHours(14), TimeSpan.FromHours(24),
    ];

    /// <summary>What waits longer, because its endpoint is not tried as often, is given up with its next failure.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(3);

    /// <summary>An endpoint that has failed for so long, and with so many deliveries given up meanwhile, is paused.</summary>
    public static readonly TimeSpan PauseAfter = TimeSpan.FromDays(5);

    public const int PauseAfterFailed = 10;

    /// <param name="attempts">So far, with the one that failed.</param>
    /// <param name="since">When the first was due.</param>
    /// <param name="now">The time.</param>
    /// <param name="notBefore">The receiver asked for it; null: it did not.</param>
    /// <param name="chance">From 0 up to 1.</param>
    /// <returns>Null: it is given up.</returns>
    public static DateTimeOffset? NextAfter(int attempts, DateTimeOffset since, DateTimeOffset now, DateTimeOffset? notBefore, double chance)
    {
        if (attempts > Pauses.Count || now - since >= Longest)
        {
            return null;
        }

        var next = now + (Pauses[attempts - 1] * (1 + (Jitter * ((2 * chance) - 1))));
        return notBefore > next ? notBefore : next;
    }
}
