using System.Globalization;

namespace EmailConsole.Accounts.Components;

/// <summary>How long ago something was, or how far ahead it is, in words.</summary>
internal static class RelativeTimeWords
{
    public static string Describe(DateTimeOffset at, DateTimeOffset now)
    {
        var ago = now - at;
        return ago.TotalSeconds < 45 ? "just now"
            : ago.TotalMinutes < 59.5 ? Say(Math.Max(1, ago.TotalMinutes), "min", "min")
            : ago.TotalHours < 23.5 ? Say(ago.TotalHours, "hour", "hours")
            : ago.TotalDays < 30 ? Say(ago.TotalDays, "day", "days")
            : string.Create(CultureInfo.InvariantCulture, $"on {at.UtcDateTime:d MMMM yyyy}");
    }

    /// <summary>How far ahead something is. In whole minutes: it stays true for a while on a page.</summary>
    public static string DescribeAhead(DateTimeOffset at, DateTimeOffset now)
    {
        var ahead = at - now;
        return ahead <= TimeSpan.Zero ? "at any moment"
            : ahead.TotalMinutes < 1 ? "within a minute"
            : ahead.TotalMinutes < 59.5 ? $"in {Amount(ahead.TotalMinutes, "min", "min")}"
            : ahead.TotalHours < 23.5 ? $"in {Amount(ahead.TotalHours, "hour", "hours")}"
            : $"in {Amount(ahead.TotalDays, "day", "days")}";
    }

    private static string Say(double amount, string one, string many) => $"{Amount(amount, one, many)} ago";

    private static string Amount(double amount, string one, string many)
    {
        var whole = (int)Math.Round(amount);
        return string.Create(CultureInfo.InvariantCulture, $"{whole} {(whole == 1 ? one : many)}");
    }
}
