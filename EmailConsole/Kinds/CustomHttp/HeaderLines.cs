using System.Buffers;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace EmailConsole.Kinds.CustomHttp;

/// <summary>
/// Headers as WSO2 writes them: <c>Name: value, Name: value</c>. A comma separates only where a name and a colon follow, so that a value may
/// hold one; a line break separates as well. Of two with one name the later counts.
/// </summary>
internal static partial class HeaderLines
{
    // RFC 9110 section 5.6.2
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly HashSet<string> Own = new(StringComparer.OrdinalIgnoreCase)
    {
        "Host", "Content-Length", "Transfer-Encoding", "Connection", "Upgrade", "Expect", "TE", "Trailer", "Keep-Alive", "Proxy-Connection", "Proxy-Authorization",
    };

    public static IReadOnlyList<(string Name, string Value)> Read(string text) =>
    [
        .. Pieces(text).Select(piece => piece.Split(':', 2, StringSplitOptions.TrimEntries)).Where(parts => parts.Length == 2)
            .GroupBy(parts => parts[0], StringComparer.OrdinalIgnoreCase).Select(same => (same.Last()[0], same.Last()[1])),
    ];

    /// <returns>What to type instead; null: fine.</returns>
    public static string? FindFault(string text)
    {
        foreach (var piece in Pieces(text))
        {
            if (piece.Split(':', 2, StringSplitOptions.TrimEntries) is not [var name, var value])
            {
                return $"Write each header as Name: value; '{piece}' has no colon.";
            }

            if (FindNameFault(name) is { } fault)
            {
                return fault;
            }

            if (value.Any(c => c is < ' ' or > '~'))
            {
                return $"Use ASCII characters alone in the value of {name}.";
            }

            if (name.Equals("Content-Type", StringComparison.OrdinalIgnoreCase) && !MediaTypeHeaderValue.TryParse(value, out _))
            {
                return $"'{value}' is no content type.";
            }
        }

        return null;
    }

    public static string? FindNameFault(string name) =>
        name.Length is 0 or > 100 || name.AsSpan().ContainsAnyExcept(NameCharacters) ? $"'{name}' is not the name of a header."
        : Own.Contains(name) ? $"The header {name} is set by the console itself."
        : null;

    private static IEnumerable<string> Pieces(string text) =>
        text.Split(['\r', '\n'], StringSplitOptions.RemoveEmptyEntries).SelectMany(line => Comma().Split(line)).Select(piece => piece.Trim()).Where(piece => piece.Length > 0);

    [GeneratedRegex(@",(?=\s*[!#$%&'*+\-.^_`|~0-9A-Za-z]+\s*:)", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Comma();
}
