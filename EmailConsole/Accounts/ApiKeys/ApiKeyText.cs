using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>
/// What a key looks like: <c>ec_</c>, eight letters and digits by which it is known, <c>_</c>, and 43 more that are secret
/// (256 bits). No sign in it ends a word, so that a double click selects it.
/// </summary>
internal static class ApiKeyText
{
    public const string Start = "ec_";
    public const int PrefixLength = 3 + 8;

    private const string Alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private const int SecretLength = 43;
    public const int Length = PrefixLength + 1 + SecretLength;

    public static string Generate() =>
        $"{Start}{RandomNumberGenerator.GetString(Alphabet, PrefixLength - Start.Length)}_{RandomNumberGenerator.GetString(Alphabet, SecretLength)}";

    /// <summary>The part by which a key is known.</summary>
    /// <returns>False where the text cannot be a key.</returns>
    public static bool TryGetPrefix(string key, [NotNullWhen(true)] out string? prefix)
    {
        var isKey = key.Length == Length
            && key.StartsWith(Start, StringComparison.Ordinal)
            && key[PrefixLength] == '_'
            && key.All(c => c == '_' || char.IsAsciiLetterOrDigit(c));
        prefix = isKey ? key[..PrefixLength] : null;
        return isKey;
    }

    public static byte[] Hash(string key) => SHA256.HashData(Encoding.ASCII.GetBytes(key));
}
