using System.Security.Cryptography;
using System.Text;

namespace EmailConsole.SmtpServing;

/// <summary>What a client answers to AUTH (RFC 4954, RFC 4616 and, without one, LOGIN and XOAUTH2).</summary>
internal static class SaslResponse
{
    /// <summary>"Username:" and "Password:", in these very words: some libraries compare them.</summary>
    public const string AskUserName = "VXNlcm5hbWU6";
    public const string AskPassword = "UGFzc3dvcmQ6";

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <returns>Null: this is no base64 (RFC 4648 section 4).</returns>
    public static byte[]? Decode(string response)
    {
        // An initial response that is empty (RFC 4954 section 4)
        if (response == "=")
        {
            return [];
        }

        var octets = new byte[response.Length];
        return !response.AsSpan().ContainsAny(' ', '\t') && Convert.TryFromBase64String(response, octets, out var length)
            ? octets[..length]
            : null;
    }

    /// <param name="octets">Decoded; wiped.</param>
    /// <returns>Null: it does not say who that is.</returns>
    public static SmtpCredentials? Plain(byte[] octets)
    {
        // Some clients leave the authorization identity empty, others repeat the user
        if (Words(octets) is not { } text || text.Split('\0') is not [var identity, var user, var password])
        {
            return null;
        }

        return identity.Length == 0 || identity == user ? new SmtpCredentials("PLAIN", user, password) : null;
    }

    /// <param name="octets">Decoded; wiped.</param>
    public static SmtpCredentials? Bearer(byte[] octets)
    {
        const string User = "user=";
        const string Token = "auth=Bearer ";
        return Words(octets)?.Split('\u0001') is [var user, var token, "", ""]
            && user.StartsWith(User, StringComparison.Ordinal) && token.StartsWith(Token, StringComparison.OrdinalIgnoreCase)
            ? new SmtpCredentials("XOAUTH2", user[User.Length..], token[Token.Length..])
            : null;
    }

    /// <param name="user">Decoded; wiped.</param>
    /// <param name="password">Decoded; wiped.</param>
    public static SmtpCredentials? Login(byte[] user, byte[] password) =>
        (Words(user), Words(password)) is ({ } name, { } secret) ? new SmtpCredentials("LOGIN", name, secret) : null;

    private static string? Words(byte[] octets)
    {
        try
        {
            return StrictUtf8.GetString(octets);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(octets);
        }
    }
}
