using System.Globalization;
using System.Text.RegularExpressions;

namespace EmailConsole.Delivery.Replies;

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

        if (text.AsSpan(match.Index + match.Length).TrimStart().StartsWith("ago", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var isClock = match.Groups["clock"].Success;
        if (isClock && TimeOfDay().IsMatch(match.Groups["gap"].ValueSpan))
        {
            return null;
        }

        var pause = isClock
            ? new TimeSpan(Number(match, "hours"), Number(match, "minutes"), Number(match, "seconds"))
            : int.Parse(match.Groups["number"].ValueSpan, CultureInfo.InvariantCulture) * Unit(match.Groups["unit"].ValueSpan[0]);
        return pause <= TimeSpan.Zero ? null : pause < Longest ? pause : Longest;
    }

    private static int Number(Match match, string group) => int.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    private static TimeSpan Unit(char first) => char.ToLowerInvariant(first) switch
    {
        's' => TimeSpan.FromSeconds(1),
        'm' => TimeSpan.FromMinutes(1),
        'h' => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    [GeneratedRegex(
        @"\b(?:again|retry|retried|wait|back|resend|greylist(?:ed|ing)?|graylist(?:ed|ing)?|deferred|delayed|paused|blocked)\b(?<gap>[^0-9]{0,40})"
        + @"(?:(?<clock>(?<hours>[0-2][0-9]):(?<minutes>[0-5][0-9]):(?<seconds>[0-5][0-9]))\b|(?<number>[0-9]{1,6}) ?(?<unit>s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|days?)\b)",
        RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Words();

    /// <summary>"until 17:00:00" names a time of day, of a clock that is not known.</summary>
    [GeneratedRegex(@"\b(?:at|until|till|before|by)\b", RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex TimeOfDay();
}
