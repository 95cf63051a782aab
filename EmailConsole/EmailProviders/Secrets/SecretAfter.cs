using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.EmailProviders.Secrets;

/// <summary>Which secret is in use once a valid input is stored or tested.</summary>
internal static class SecretAfter
{
    /// <param name="isOfType">Whether the secret belongs to the chosen authentication type; another type's is dropped.</param>
    /// <param name="input">What the form says.</param>
    /// <param name="stored">In clear text; null: none.</param>
    public static string? Update(bool isOfType, SecretInput input, string? stored) => input switch
    {
        _ when !isOfType => null,
        SecretInput.Replaced replaced => replaced.Value,
        _ => stored,
    };
}
