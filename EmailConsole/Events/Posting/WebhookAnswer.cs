using System.Globalization;

namespace EmailConsole.Events.Posting;

/// <summary>What came of one request to a receiver.</summary>
/// <param name="At">When it began.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="Status">Null: there was no answer.</param>
/// <param name="Text">The beginning of the answer; null: none.</param>
/// <param name="Problem">Why it is not a good answer, for a person; null: it is.</param>
internal sealed record WebhookAnswer(DateTimeOffset At, TimeSpan Duration, int? Status, string? Text, string? Problem)
{
    /// <summary>It asks for nothing before then; null: it does not say.</summary>
    public DateTimeOffset? RetryAfter { get; init; }

    /// <summary>Only 2xx is success.</summary>
    public bool IsGood => Problem is null;

    /// <summary>The problem in a few words; null: there is none.</summary>
    public string? Why => IsGood || Status is not { } status ? Problem : string.Create(CultureInfo.InvariantCulture, $"It answered {status}.");

    /// <summary>It does not want to be told any more.</summary>
    public bool IsGone => Status == 410;

    /// <summary>It asks for less, or something before it does.</summary>
    public bool AsksForLess => Status is 429 or 502 or 503 or 504;
}
