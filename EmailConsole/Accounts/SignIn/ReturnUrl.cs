using System.Text;

namespace EmailConsole.Accounts.SignIn;

/// <summary>Where to go after signing in.</summary>
public static class ReturnUrl
{
    private const int MaxLength = 2000;

    /// <summary>
    /// The address where it is one of this site, as a header can hold it (RFC 3986: other characters than ASCII percent-encoded);
    /// null otherwise, so that nobody is led to another.
    /// </summary>
    public static string? Local(string? url) =>
        url is { Length: > 0 and <= MaxLength } && url[0] == '/'
        && (url.Length == 1 || url[1] is not ('/' or '\\'))
        && !url.Any(char.IsControl)
            ? Encode(url)
            : null;

    private static string Encode(string url) =>
        Ascii.IsValid(url) ? url : string.Concat(url.EnumerateRunes().Select(rune => rune.IsAscii ? rune.ToString() : Uri.EscapeDataString(rune.ToString())));
}
