using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>A secret as a request says it.</summary>
internal static class SentSecret
{
    private const char Mask = '*';

    /// <summary>
    /// Left out, empty, or asterisks alone, which WSO2's command-line tool writes into its files in place of a secret: the stored
    /// one stays, where it may.
    /// </summary>
    /// <returns>Null: none was sent.</returns>
    public static string? Given(string? sent) => string.IsNullOrEmpty(sent) || sent.All(c => c == Mask) ? null : sent;

    public static SecretInput ToInput(string? sent) => Given(sent) is { } secret ? new SecretInput.Replaced(secret) : SecretInput.Keep;
}
