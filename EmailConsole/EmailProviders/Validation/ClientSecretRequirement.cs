using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>Client Credentials needs a client secret: a new one, or the stored one where it may follow.</summary>
internal static class ClientSecretRequirement
{
    public static string? FindFault(Candidate candidate, SecretInput secret) => secret switch
    {
        SecretInput.Replaced { Value.Length: > 0 } replaced => ProviderText.FindFault(replaced.Value, ProviderText.MaxLong),
        SecretInput.Kept when candidate.Stored is { HasClientSecret: true } stored => stored.IsClientSecretUnreadable
            ? "Enter the client secret again: the stored one cannot be read, because the key it was encrypted with is missing."
            : SecretRule.FindClientSecretObstacle(stored.Settings, candidate.Input.Settings),
        _ => "Enter the client secret: its Value, not its ID.",
    };
}
