using System.Globalization;
using System.Text.RegularExpressions;

namespace EmailConsole.Delivery.Smtp;

/// <summary>Enhanced status codes (RFC 3463 section 2, RFC 2034 section 4).</summary>
internal static partial class EnhancedCode
{
    /// <returns>Null where there is none, or one of another class than the reply's.</returns>
    public static string? Find(int replyCode, string line)
    {
        var match = Pattern().Match(line);
        return match.Success && match.Value[0] == (replyCode / 100).ToString(CultureInfo.InvariantCulture)[0] ? match.Value : null;
    }

    [GeneratedRegex(@"^[245]\.\d{1,3}\.\d{1,3}(?=\s|$)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}
