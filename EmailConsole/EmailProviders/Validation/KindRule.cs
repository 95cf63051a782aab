using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>The fields and secrets of a provider of a kind other than SMTP.</summary>
internal static class KindRule
{
    public static IEnumerable<FieldError> FindErrors(Candidate candidate)
    {
        var settings = candidate.Input.Settings;
        if (ProviderKinds.Find(settings.Kind) is not { } kind)
        {
            return [new FieldError(nameof(EmailProviderSettings.Preset), $"Choose a provider of the list: this console knows no kind '{settings.Kind}'.")];
        }

        var own = kind.FindErrors(settings).ToLookup(e => e.Field, StringComparer.Ordinal);
        var fields = kind.Fields.Where(f => f.AppliesTo(settings))
            .Select(f => (f.Name, Fault: FindFault(f, f.Read(settings)) ?? own[f.Name].FirstOrDefault()?.Message));
        var secrets = kind.Secrets.Where(s => s.AppliesTo(settings)).Select(s => (s.Name, Fault: FindFault(s, candidate) ?? own[s.Name].FirstOrDefault()?.Message));
        return [.. fields.Concat(secrets).Where(f => f.Fault is not null).Select(f => new FieldError(f.Name, f.Fault!))];
    }

    private static string? FindFault(ProviderField field, string text)
    {
        if (text.Length == 0)
        {
            return !field.IsRequired ? null : field.Choices is null ? $"Enter the {ProviderText.Within(field.Label)}." : $"Choose the {ProviderText.Within(field.Label)}.";
        }

        return field.Choices is { } choices
            ? choices.Contains(text, StringComparer.Ordinal) ? null : $"Choose {string.Join(", ", choices.Where(c => c.Length > 0).Select(field.ChoiceLabel))}."
            : ProviderText.FindFault(field.IsLong ? text.Replace("\r\n", " ", StringComparison.Ordinal).Replace('\n', ' ').Replace('\t', ' ') : text, field.MaxLength ?? ProviderText.MaxLong);
    }

    /// <summary>A new one, or the stored one where it may follow: whoever may edit the form could have it sent to a server of their own.</summary>
    private static string? FindFault(ProviderSecret secret, Candidate candidate) => secret.Typed(candidate.Input) switch
    {
        SecretInput.Replaced { Value.Length: > 0 } replaced => ProviderText.FindFault(replaced.Value, ProviderText.MaxSecret),
        SecretInput.Kept when candidate.Stored is { } stored && secret.IsStored(stored) => stored.AreSecretsUnreadable
            ? $"Enter the {ProviderText.Within(secret.Label)} again: the stored one cannot be read, because the key it was encrypted with is missing."
            : SecretRule.FindKindObstacle(secret, stored.Settings, candidate.Input.Settings),
        _ when secret.IsRequired => $"Enter the {ProviderText.Within(secret.Label)}.",
        _ => null,
    };

}
