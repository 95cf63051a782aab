namespace EmailConsole.EmailProviders.Presets;

/// <summary>What a provider allows one account; null members: unlimited, by plan, or not published.</summary>
public sealed record PresetLimits
{
    public int? MessagesPerMinute { get; init; }

    public int? MessagesPerDay { get; init; }

    public int? RecipientsPerDay { get; init; }

    public int? RecipientsPerMessage { get; init; }

    /// <summary>At the same time.</summary>
    public int? Connections { get; init; }

    public int? MessagesPerConnection { get; init; }
}
