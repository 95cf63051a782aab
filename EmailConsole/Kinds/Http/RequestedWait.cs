using System.Globalization;
using EmailConsole.Delivery.Replies;

namespace EmailConsole.Kinds.Http;

/// <summary>When a service wants to be asked again, as its headers say.</summary>
internal static class RequestedWait
{
    // Seconds from now, or since 1970: nobody asks to wait for thirty years
    private const double SmallestEpoch = 1_000_000_000;

    private static readonly string[] Resets = ["ratelimit-reset", "x-sib-ratelimit-reset", "X-RateLimit-Reset"];

    /// <param name="answer">What came back.</param>
    /// <param name="isOfRate">Whether it was a limit that was reached; else only what says so itself counts, since some services tell their limits with every answer.</param>
    /// <param name="now">The time.</param>
    /// <returns>Null: it says nothing of that.</returns>
    public static DateTimeOffset? Find(ApiAnswer answer, bool isOfRate, DateTimeOffset now)
    {
        var at = RetryAfter(answer.Header("Retry-After"), now)
            ?? (isOfRate ? Resets.Select(name => Seconds(answer.Header(name), now)).FirstOrDefault(found => found is not null) : null);
        var latest = now + RequestedPause.Longest;
        return at is null || at <= now ? null : at < latest ? at : latest;
    }

    // RFC 9110 section 10.2.3
    private static DateTimeOffset? RetryAfter(string? text, DateTimeOffset now) =>
        Seconds(text, now)
        ?? (DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var date) ? date : null);

    private static DateTimeOffset? Seconds(string? text, DateTimeOffset now)
    {
        if (!double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var number)
            || number is < 0 or > 100_000_000_000)
        {
            return null;
        }

        return number >= SmallestEpoch ? DateTimeOffset.UnixEpoch.AddSeconds(number) : now.AddSeconds(number);
    }
}
