using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace EmailConsole.Accounts.BasicAuthentication;

/// <summary>The credential of an <c>Authorization: Basic</c> header (RFC 7617, UTF-8).</summary>
/// <param name="Username">As sent; without a domain it is the super tenant's.</param>
/// <param name="Password">As sent.</param>
internal sealed record BasicCredential(string Username, string Password)
{
    private const string Prefix = "Basic ";
    private const int MaxLength = 4096;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsBasic([NotNullWhen(true)] string? header) => header?.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) == true;

    /// <returns>Null where the header is not one of the scheme, or too long.</returns>
    public static BasicCredential? Parse(string? header)
    {
        if (!IsBasic(header) || header.Length > MaxLength)
        {
            return null;
        }

        try
        {
            var text = Strict.GetString(Convert.FromBase64String(header[Prefix.Length..].Trim()));
            var colon = text.IndexOf(':', StringComparison.Ordinal);
            return colon < 0 ? null : new BasicCredential(text[..colon], text[(colon + 1)..]);
        }
        catch (Exception e) when (e is FormatException or DecoderFallbackException)
        {
            return null;
        }
    }
}
