namespace EmailConsole.Outbox.Trends;

/// <summary>When mail was last delivered, and when it last failed.</summary>
/// <param name="Success">Null: never.</param>
/// <param name="Failure">The last attempt that failed, whether another one followed or not; null: never.</param>
public sealed record LatestDeliveries(LatestDelivery? Success, LatestDelivery? Failure)
{
    /// <summary>When a server last took a test email of the tenant with the settings in force; null: never.</summary>
    public DateTimeOffset? TestedAt { get; init; }
}

/// <summary>What the statistics know of a provider.</summary>
/// <param name="HasWorked">A server took a message or a test email through it.</param>
/// <param name="Failure">The first failure since it last did its part; null: it does its part, or is not known not to.</param>
public sealed record ProviderPast(bool HasWorked, LatestDelivery? Failure);
