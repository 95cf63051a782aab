using System.Globalization;
using System.Text.RegularExpressions;

namespace EmailConsole.Delivery;

/// <summary>How long a server asks to be left alone, where its words say so: "try again in 5 minutes", "greylisted for 300 seconds".</summary>
internal static partial class RequestedPause
{
    /// <summary>What is longer is not believed.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromDays(1);

    /// <returns>Null: the words name no time.</returns>
    public static TimeSpan? Find(string? text)
    {
        if (text is null || Words().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var pause = match.Groups["clock"] is { Success: true, Value: var clock }
            ? TimeSpan.ParseExact(clock, @"hh\:mm\:ss", CultureInfo.InvariantCulture)
            : int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * Unit(match.Groups["unit"].ValueSpan[0]);
        return pause <= TimeSpan.Zero ? null : pause < Longest ? pause : Longest;
    }

    private static TimeSpan Unit(char first) => char.ToLowerInvariant(first) switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    [GeneratedRegex(
        @"\b(?:again|retry|retried|wait|back|resend|greylist(?:ed|ing)?|graylist(?:ed|ing)?|deferred|delayed|paused|blocked)\b[^0-9]{0,40}"
        + @"(?:(?<clock>[0-2][0-9]:[0-5][0-9]:[0-5][0-9])\b|(?<number>[0-9]{1,6}) ?(?<unit>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?)\b)",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Words();
}
