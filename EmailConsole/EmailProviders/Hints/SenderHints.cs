using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.EmailProviders.Hints;

/// <summary>Providers that let an account send as itself only.</summary>
internal static class SenderHints
{
    public static IEnumerable<FieldHint> Find(EmailProviderSettings settings, ProviderPreset? provider)
    {
        var isOther = settings.AuthenticationType == AuthenticationType.Basic
            && settings.Username?.Contains('@', StringComparison.Ordinal) == true
            && settings.FromAddress.Length > 0
            && !string.Equals(settings.FromAddress, settings.Username, StringComparison.OrdinalIgnoreCase);
        if (!isOther)
        {
            yield break;
        }

        var message = provider?.Id switch
        {
            "gmail" => $"Gmail replaces it by {settings.Username}, unless it is an alias of that account.",
            "microsoft365" => $"Microsoft 365 refuses it, unless {settings.Username} has the Send As permission for it.",
            "zoho" => $"Zoho refuses it, unless it is an alias of {settings.Username}.",
            _ => null,
        };
        if (message is not null)
        {
            yield return new FieldHint(nameof(EmailProviderSettings.FromAddress), message);
        }
    }
}
