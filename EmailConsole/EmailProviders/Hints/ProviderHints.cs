using EmailConsole.EmailProviders.Presets;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Hints;

/// <summary>What is allowed and rarely meant.</summary>
public static class ProviderHints
{
    /// <param name="settings">As typed.</param>
    /// <returns>In the order of the form; several for a field are possible.</returns>
    public static IReadOnlyList<FieldHint> Find(EmailProviderSettings settings)
    {
        var normal = Normalisation.Normalise(settings);
        if (normal.Server == ProviderServer.Platform)
        {
            return [.. AddressHints.Find(normal)];
        }

        var provider = ProviderPresets.FindByHost(normal.Host);
        return
        [
            .. PortHints.Find(normal, provider),
            .. SenderHints.Find(normal, provider),
            .. AddressHints.Find(normal),
            .. AuthenticationHints.Find(normal, provider),
        ];
    }
}

/// <summary>Something worth knowing beneath a field. It never keeps anybody from saving.</summary>
/// <param name="Field">The member of <see cref="EmailProviderSettings"/>.</param>
/// <param name="Message">What is unusual, and what to choose instead.</param>
public sealed record FieldHint(string Field, string Message);

/// <summary>Ports and the encryption that they usually speak (RFC 8314 section 3.3, RFC 6409).</summary>
internal static class PortHints
{
    public static IEnumerable<FieldHint> Find(EmailProviderSettings settings, ProviderPreset? provider)
    {
        var isTls = settings.Encryption == SmtpEncryption.Tls;
        if (provider is not null && provider.Ports.All(p => p.Port != settings.Port))
        {
            yield return new FieldHint(
                nameof(EmailProviderSettings.Port), $"{provider.Name} listens on {string.Join(", ", provider.Ports.Select(p => p.Port))}.");
        }
        else if (settings is { Port: 25, AuthenticationType: not AuthenticationType.None })
        {
            yield return new FieldHint(
                nameof(EmailProviderSettings.Port),
                "Port 25 is meant for mail between servers: many networks block it, and many servers take no sign-in there. Usual are 587 (STARTTLS) or 465 (TLS).");
        }

        if (SmtpEncryptionFlags.IsImplicitTlsPort(settings.Port) && !isTls)
        {
            yield return new FieldHint(
                nameof(EmailProviderSettings.Encryption),
                $"Port {settings.Port} usually speaks TLS from the first byte: choose TLS, or port 587 with STARTTLS required.");
        }
        else if (settings.Port is 25 or 587 or 2525 or 2587 && isTls)
        {
            yield return new FieldHint(
                nameof(EmailProviderSettings.Encryption),
                $"Port {settings.Port} usually begins without encryption: choose STARTTLS required, or port 465 with TLS.");
        }
        else if (settings.Encryption is SmtpEncryption.StartTlsIfOffered or SmtpEncryption.None
            && provider?.Ports.Any(p => p.Port == settings.Port) == true)
        {
            yield return new FieldHint(
                nameof(EmailProviderSettings.Encryption), $"{provider.Name} always offers STARTTLS on this port: choose STARTTLS required.");
        }
    }
}

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
