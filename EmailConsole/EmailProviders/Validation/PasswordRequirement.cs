using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>Basic needs a password: a new one, or the stored one where it may follow.</summary>
internal static class PasswordRequirement
{
    public static string? FindFault(Candidate candidate, SecretInput password) => password switch
    {
        SecretInput.Replaced { Value.Length: > 0 } replaced => ProviderText.FindFault(replaced.Value, ProviderText.MaxLong),
        SecretInput.Kept when candidate.Stored is { HasPassword: true } stored => stored.IsPasswordUnreadable
            ? "Enter the password again: the stored one cannot be read, because the key it was encrypted with is missing."
            : SecretRule.FindPasswordObstacle(stored.Settings, candidate.Input.Settings),
        _ => "Enter the password.",
    };
}
