using System.Globalization;

namespace EmailConsole.Accounts.Components;

/// <summary>How long ago something was, in words.</summary>
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

    private static string Say(double amount, string one, string many)
    {
        var whole = (int)Math.Round(amount);
        return string.Create(CultureInfo.InvariantCulture, $"{whole} {(whole == 1 ? one : many)} ago");
    }
}
