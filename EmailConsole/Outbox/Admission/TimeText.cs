using System.Globalization;
using System.Text.RegularExpressions;

namespace EmailConsole.Outbox.Admission;

/// <summary>A point in time as callers write it, RFC 3339: with an offset, because their clocks may stand in other zones.</summary>
internal static partial class TimeText
{
    /// <param name="text">Such as <c>2026-01-31T13:00:00+01:00</c>.</param>
    /// <param name="time">In UTC.</param>
    public static bool TryParse(string text, out DateTimeOffset time)
    {
        time = default;
        return Form().IsMatch(text) && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    [GeneratedRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[-+]\d\d:\d\d)\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Form();
}
