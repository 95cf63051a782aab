using System.Security.Cryptography;

namespace EmailConsole.Accounts.Passwords;

/// <summary>Makes up passwords that can be read out: 20 characters, 98 random bits, none that look alike.</summary>
internal static class PasswordGenerator
{
    private const string Alphabet = "abcdefghjkmnpqrstuvwxyz23456789";

    public static string Create() => string.Join('-', Enumerable.Range(0, 4).Select(_ => RandomNumberGenerator.GetString(Alphabet, 5)));
}
