using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace EmailConsole.Tenants;

/// <summary>The domain that names a tenant, such as <c>foo.com</c>.</summary>
public static class TenantDomain
{
    public const string Super = "carbon.super";

    /// <summary>RFC 1035 section 2.3.4, less the root's dot.</summary>
    public const int MaxLength = 253;

    public static readonly Guid SuperTenantId = new("01900000-0000-7000-8000-000000000001");

    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true };

    public static bool IsSuper(string domain) => string.Equals(domain, Super, StringComparison.OrdinalIgnoreCase);

    /// <summary>Brings a domain into its normal form: lower case A-labels (RFC 5890) without a final dot.</summary>
    /// <param name="text">What was typed: <c>foo.com</c>, <c>Bücher.example</c>.</param>
    /// <param name="domain">The normal form, at least two labels.</param>
    /// <param name="error">What to type instead, where false is returned.</param>
    public static bool TryParse(string? text, [NotNullWhen(true)] out string? domain, [NotNullWhen(false)] out string? error)
    {
        domain = null;
        error = null;
        var trimmed = (text ?? "").Trim();
        if (trimmed.Length == 0)
        {
            error = "Enter a domain, such as foo.com.";
            return false;
        }

        string ascii;
        try
        {
            ascii = Idn.GetAscii(trimmed.TrimEnd('.')).ToLowerInvariant();
        }
        catch (ArgumentException)
        {
            error = "Use a domain such as foo.com: letters, digits and hyphens between dots, each part at most 63 characters.";
            return false;
        }

        if (ascii.Length > MaxLength)
        {
            error = $"Use a domain of at most {MaxLength} characters.";
            return false;
        }

        if (!ascii.Contains('.', StringComparison.Ordinal))
        {
            error = "Use a domain with at least two parts, such as foo.com.";
            return false;
        }

        if (System.Net.IPAddress.TryParse(ascii, out _) || char.IsAsciiDigit(ascii[^1]) && ascii[(ascii.LastIndexOf('.') + 1)..].All(char.IsAsciiDigit))
        {
            error = "Use a domain such as foo.com, not an IP address.";
            return false;
        }

        domain = ascii;
        return true;
    }
}
