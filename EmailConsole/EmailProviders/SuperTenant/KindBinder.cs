using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>The part of <see cref="EmailSectionBinder"/> that is about kinds other than SMTP: their fields are read by their descriptors, and checked as the form's are.</summary>
internal static class KindBinder
{
    /// <param name="section">Where it stands.</param>
    /// <param name="kind">Of the table.</param>
    /// <param name="sender">What all kinds have.</param>
    public static SuperTenantSettings Bind(EmailSection section, IProviderKind kind, EmailProviderSettings sender)
    {
        var settings = kind.Fields.Aggregate(
            sender with { Kind = kind.Name, Values = kind.Defaults, AuthenticationType = AuthenticationType.None },
            (all, field) => Text(section, field) is { } text ? field.Write(all, text) : all);
        var typed = kind.Secrets.Aggregate(
            KindValues.None, (all, secret) => all.With(secret.Name, section.Text(TableKeys.Of(secret), ProviderText.MaxSecret)));
        var input = Normalisation.Normalise(new EmailProviderInput(settings, SecretInput.Keep, SecretInput.Keep) { Secrets = typed });
        var keys = kind.Fields.Select(f => (f.Name, Key: TableKeys.Of(f))).Concat(kind.Secrets.Select(s => (s.Name, Key: TableKeys.Of(s)))).ToDictionary(StringComparer.Ordinal);
        foreach (var error in KindRule.FindErrors(new Candidate(input, stored: null, isStandby: false)))
        {
            section.Refuse(keys[error.Field], error.Message);
        }

        WarnOfUnused(section, kind, settings);
        return new SuperTenantSettings(input.Settings, input.SecretsOver(EmailProviderSecrets.None));
    }

    /// <returns>Null: absent, or wrong.</returns>
    private static string? Text(EmailSection section, ProviderField field)
    {
        var key = TableKeys.Of(field);
        var text = section.Text(key, field.MaxLength ?? ProviderText.MaxLong, field.IsLong);
        if (text is null || field.Choices is not { } choices)
        {
            return text;
        }

        if (choices.FirstOrDefault(c => c.Equals(text.Trim(), StringComparison.OrdinalIgnoreCase)) is { } choice)
        {
            return choice;
        }

        section.Error(section.Entry(key)!, $"{key} is one of {string.Join(", ", choices.Where(c => c.Length > 0).Select(c => $"\"{c}\""))}.");
        return null;
    }

    private static void WarnOfUnused(EmailSection section, IProviderKind kind, EmailProviderSettings settings)
    {
        var unused = kind.Fields.Where(f => !f.AppliesTo(settings)).Select(TableKeys.Of).Concat(kind.Secrets.Where(s => !s.AppliesTo(settings)).Select(TableKeys.Of));
        foreach (var entry in unused.Select(section.Entry).OfType<EmailEntry>())
        {
            section.Warn(entry, $"{entry.Name} has no effect beside what the other keys say, such as auth_type.");
        }
    }
}
