using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>
/// The name of a server as it is stored and compared: lower case A-labels (RFC 5890), or an IP address. The one rule for the form,
/// the API and the file. An underscore is taken: Docker Compose and Kubernetes give such names, and whether one may be reached is decided
/// by the address that it resolves to.
/// </summary>
internal static class HostName
{
    // RFC 1035 section 2.3.4, less the root's dot
    private const int MaxLength = 253;

    // RFC 1035 section 2.3.4, as the mapping checks it; the characters are checked here
    private static readonly IdnMapping Idn = new();

    /// <param name="text">What was typed, such as <c>SMTP.Bücher.example</c>, <c>192.0.2.1</c>, <c>[2001:db8::1]</c>.</param>
    /// <param name="host">The normal form.</param>
    /// <param name="error">What to type instead, where false is returned.</param>
    public static bool TryParse(string text, [NotNullWhen(true)] out string? host, [NotNullWhen(false)] out string? error)
    {
        host = null;
        error = text.Length == 0
            ? "Enter the name of the SMTP server, such as smtp.example.com."
            : ProviderText.FindFault(text, ProviderText.MaxOrdinary) ?? FindWrongPlace(text);
        if (error is not null)
        {
            return false;
        }

        host = IPAddress.TryParse(text.Trim('[', ']'), out var address) && IsUsual(address, text)
            ? address.ToString()
            : ToALabels(text);
        error = host is null
            ? "Use a host name such as smtp.example.com (letters, digits, hyphens and underscores between dots), or an IP address."
            : null;
        return host is not null;
    }

    /// <summary>The domain of an email address, in which neither an underscore nor an IP address has a place.</summary>
    public static bool TryParseDomain(string text, [NotNullWhen(true)] out string? domain) =>
        TryParse(text, out domain, out _) && !domain.Contains('_', StringComparison.Ordinal) && !IPAddress.TryParse(domain, out _);

    private static string? FindWrongPlace(string text)
    {
        if (text.Contains("://", StringComparison.Ordinal) || text.Contains('/', StringComparison.Ordinal))
        {
            return "Enter the host name alone, such as smtp.example.com, without https:// and path.";
        }

        if (text.Contains('@', StringComparison.Ordinal))
        {
            return "Enter the host name of the server, such as smtp.example.com, not an email address.";
        }

        var colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon >= 0 && colon == text.LastIndexOf(':') && text[(colon + 1)..].All(char.IsAsciiDigit)
            ? "Enter the host name alone; the number after the colon goes to Server Port."
            : null;
    }

    // 127.1 and 0x7f000001 are addresses to some resolvers and names to others
    private static bool IsUsual(IPAddress address, string text) =>
        address.AddressFamily == AddressFamily.InterNetworkV6
            ? !text.Contains('%', StringComparison.Ordinal)
            : string.Equals(address.ToString(), text, StringComparison.Ordinal);

    private static string? ToALabels(string text)
    {
        try
        {
            var name = text[^1] == '.' ? text[..^1] : text;
            var ascii = Idn.GetAscii(name).ToLowerInvariant();
            var lastLabel = ascii[(ascii.LastIndexOf('.') + 1)..];
            return ascii.Length <= MaxLength && !LooksNumeric(lastLabel) && Array.TrueForAll(ascii.Split('.'), IsLabel) ? ascii : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    private static bool LooksNumeric(string label) =>
        label.All(char.IsAsciiDigit) || label.StartsWith("0x", StringComparison.Ordinal) && label[2..].All(char.IsAsciiHexDigit);

    private static bool IsLabel(string label) =>
        label.Length is > 0 and <= 63 && label[0] != '-' && label[^1] != '-' && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
