using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.EmailProviders.Hints;

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
