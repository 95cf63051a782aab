using System.Buffers;
using System.Net;

namespace EmailConsole.Delivery.Mime;

/// <summary>The names by which HTML refers to the parts of its message: <c>cid:</c> (RFC 2392) and Content-ID (RFC 2045 section 7).</summary>
internal static class ContentIds
{
    public const int Longest = 200;

    private const string Scheme = "cid:";

    // Of RFC 5322's atext what needs no escape in an address, in HTML or in a style sheet
    private static readonly SearchValues<char> Characters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789.-_+=$!~@");

    private static readonly SearchValues<char> EndOfAddress = SearchValues.Create(" \t\r\n\f\"'<>(),\\");

    /// <summary>Whether it can stand between the angle brackets of a Content-ID. A part without a domain is usual, if not RFC 5322's.</summary>
    public static bool IsValid(string contentId) =>
        contentId.Length is > 0 and <= Longest
        && !contentId.AsSpan().ContainsAnyExcept(Characters)
        && contentId.AsSpan().Count('@') <= 1
        && contentId[0] != '@'
        && contentId[^1] != '@';

    /// <summary>What the HTML refers to, also where it escapes it.</summary>
    public static IReadOnlySet<string> ReferredToIn(string html)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        for (var rest = html.AsSpan(); rest.IndexOf(Scheme, StringComparison.OrdinalIgnoreCase) is var start and >= 0;)
        {
            rest = rest[(start + Scheme.Length)..];
            var end = rest.IndexOfAny(EndOfAddress) is var at and >= 0 ? at : rest.Length;

            // Every character may be an escape of several
            if (end is > 0 and <= Longest * 6)
            {
                found.Add(Uri.UnescapeDataString(WebUtility.HtmlDecode(rest[..end].ToString())));
            }

            rest = rest[end..];
        }

        return found;
    }
}
