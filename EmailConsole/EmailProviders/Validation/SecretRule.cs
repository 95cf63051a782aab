using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>
/// Whether a stored secret may be used with changed settings. It may not go to another server, port, user, client or
/// token endpoint, nor over weaker encryption: whoever may edit the form could have it sent to a server of their own.
/// </summary>
public static class SecretRule
{
    /// <summary>For the password of <see cref="AuthenticationType.Basic"/>.</summary>
    /// <param name="stored">The settings that the password was stored with.</param>
    /// <param name="wanted">The settings of the form, as typed.</param>
    /// <returns>Why it must be entered again, as a sentence for beneath the field; null: it may follow.</returns>
    public static string? FindPasswordObstacle(EmailProviderSettings stored, EmailProviderSettings wanted)
    {
        var (from, to) = (Normalisation.Normalise(stored), Normalisation.Normalise(wanted));
        if (from.AuthenticationType != AuthenticationType.Basic || to.AuthenticationType != AuthenticationType.Basic)
        {
            return "Enter the password: none is stored for this authentication type.";
        }

        var reason = FindServerReason(from, to)
            ?? (IsSame(from.Username, to.Username) ? null : $"it was stored for the username {from.Username}.");
        return reason is null ? null : $"Enter the password again: {reason}";
    }

    /// <summary>For the client secret of <see cref="AuthenticationType.ClientCredential"/>.</summary>
    /// <inheritdoc cref="FindPasswordObstacle"/>
    public static string? FindClientSecretObstacle(EmailProviderSettings stored, EmailProviderSettings wanted)
    {
        var (from, to) = (Normalisation.Normalise(stored), Normalisation.Normalise(wanted));
        if (from.AuthenticationType != AuthenticationType.ClientCredential || to.AuthenticationType != AuthenticationType.ClientCredential)
        {
            return "Enter the client secret: none is stored for this authentication type.";
        }

        var reason = FindServerReason(from, to)
            ?? (IsSame(from.ClientId, to.ClientId) ? null : $"it was stored for the Client ID {from.ClientId}.")
            ?? (TokenEndpointRule.IsSame(from.TokenEndpoint, to.TokenEndpoint) ? null : $"it was stored for {from.TokenEndpoint}.");
        return reason is null ? null : $"Enter the client secret again: {reason}";
    }

    /// <summary>For a secret of a kind other than SMTP: it goes where it was stored for, to the same account.</summary>
    /// <param name="secret">Which.</param>
    /// <param name="stored">The settings that it was stored with.</param>
    /// <param name="wanted">The settings of the form, as typed.</param>
    /// <returns>As above.</returns>
    public static string? FindKindObstacle(ProviderSecret secret, EmailProviderSettings stored, EmailProviderSettings wanted)
    {
        var (from, to) = (Normalisation.Normalise(stored), Normalisation.Normalise(wanted));
        var label = ProviderText.Within(secret.Label);
        if (!secret.AppliesTo(from))
        {
            return $"Enter the {label}: none is stored for these settings.";
        }

        return ProviderKinds.Find(to.Kind)?.Fields.FirstOrDefault(f => f.Part == FieldPart.Connection && !IsSame(f.Identity(from), f.Identity(to))) is { } changed
            ? $"Enter the {label} again: it was stored for {(changed.Show(from) is { Length: > 0 } before && !changed.IsLong ? $"the {ProviderText.Within(changed.Label)} {before}" : $"another {ProviderText.Within(changed.Label)}")}."
            : null;
    }

    private static string? FindServerReason(EmailProviderSettings from, EmailProviderSettings to)
    {
        if (!IsSame(from.Host, to.Host))
        {
            return $"it was stored for {from.Host}.";
        }

        if (from.Port != to.Port)
        {
            return $"it was stored for port {from.Port}.";
        }

        return to.Encryption > from.Encryption
            ? $"it was stored for the encryption {from.Encryption.Label()}, which is stronger than {to.Encryption.Label()}."
            : null;
    }

    private static bool IsSame(string? one, string? other) => string.Equals(one, other, StringComparison.Ordinal);
}

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
