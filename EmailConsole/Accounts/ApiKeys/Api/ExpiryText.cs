using System.Globalization;

namespace EmailConsole.Accounts.ApiKeys.Api;

/// <summary>Reads a time of a request. It must say its offset: the server's own zone means nothing to a caller.</summary>
internal static class ExpiryText
{
    public const string Rule = "Use a date and time with an offset, such as 2031-01-31T12:00:00Z or 2031-01-31T13:00:00+01:00.";

    private static readonly string[] Forms = ["yyyy-MM-dd'T'HH:mm:sszzz", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz"];

    public static bool TryParse(string text, out DateTimeOffset time)
    {
        var withOffset = text.EndsWith('Z') ? $"{text[..^1]}+00:00" : text;
        return DateTimeOffset.TryParseExact(withOffset, Forms, CultureInfo.InvariantCulture, DateTimeStyles.None, out time);
    }
}
