using EmailConsole.EmailProviders.Validation;
using MimeKit;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>
/// Turns the section into settings. What is wrong is added to the section's diagnostics; the settings are fit for use only
/// when there is no error among them.
/// </summary>
internal static class EmailSectionBinder
{
    // As WSO2 documents them for users; its shipped placeholder account is not taken over
    private const int DefaultPort = 25;

    private static readonly ParserOptions Addresses = new() { AllowAddressesWithoutDomain = false };

    /// <param name="section">Of whatever kind.</param>
    /// <param name="keys">Those of the kind.</param>
    public static SuperTenantSettings Bind(EmailSection section, TableKeys keys)
    {
        var from = From(section);
        var (nameMode, name) = DisplayName(section, from);
        var settings = new EmailProviderSettings
        {
            FromAddress = from?.Address ?? "",
            DisplayNameMode = nameMode,
            DisplayName = name,
            ReplyTo = ReplyTo(section),
        };
        settings = keys.Limits.Aggregate(settings, (all, field) => field.Write(all, SettingsFields.Text(section.Number(
            TableKeys.Of(field), field.Name == nameof(EmailProviderSettings.MaxConnections) ? LimitRange.MaxConnections : LimitRange.MaxMessages))));
        var bound = keys.Kind is { } kind ? KindBinder.Bind(section, kind, settings) : BindServer(section, settings);
        WarnOfInvisible(section, keys);
        WarnOfPlainSecrets(section, keys);
        return bound;
    }

    private static SuperTenantSettings BindServer(EmailSection section, EmailProviderSettings settings)
    {
        var port = section.PortNumber(EmailKeys.Port) ?? DefaultPort;
        var bound = EmailAuthenticationBinder.Bind(section, settings with { Host = Host(section), Port = port, Encryption = Encryption(section, port) });
        WarnOfWeakness(section, bound.Settings);
        return bound;
    }

    private static string Host(EmailSection section)
    {
        var text = section.Text(EmailKeys.Hostname)?.Trim();
        section.Require(EmailKeys.Hostname, text, "Write the SMTP server's name, such as \"smtp.example.com\".");
        if (string.IsNullOrEmpty(text))
        {
            return "";
        }

        if (HostName.TryParse(text, out var host, out _))
        {
            return host;
        }

        section.Error(section.Entry(EmailKeys.Hostname)!, "This is not a host name. Write the server's name or IP address alone, such as \"smtp.example.com\"; the port has a key of its own.");
        return "";
    }

    private static SmtpEncryption Encryption(EmailSection section, int port) => SmtpEncryptionFlags.Read(
        section.Flag(EmailKeys.SslEnable), section.Flag(EmailKeys.EnableStartTls), section.Flag(EmailKeys.StartTlsRequired), port);

    private static MailboxAddress? From(EmailSection section)
    {
        var text = section.Text(EmailKeys.FromAddress);
        section.Require(EmailKeys.FromAddress, text, "Write the sender's address, such as \"no-reply@example.com\".");
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        if (MailboxAddress.TryParse(Addresses, text, out var mailbox))
        {
            return new MailboxAddress(mailbox.Name, InvisibleCharacters.TakeOut(mailbox.Address));
        }

        section.Error(section.Entry(EmailKeys.FromAddress)!, "This is not an email address. Write one address, such as \"no-reply@example.com\" or \"Example <no-reply@example.com>\".");
        return null;
    }

    private static (DisplayNameMode Mode, string? Name) DisplayName(EmailSection section, MailboxAddress? from)
    {
        if (section.Entry(EmailKeys.Signature) is null)
        {
            return string.IsNullOrWhiteSpace(from?.Name) ? (DisplayNameMode.LeaveToServer, null) : (DisplayNameMode.Name, from.Name);
        }

        var signature = section.Text(EmailKeys.Signature);
        return string.IsNullOrWhiteSpace(signature) ? (DisplayNameMode.AddressOnly, null) : (DisplayNameMode.Name, signature);
    }

    private static string? ReplyTo(EmailSection section)
    {
        var text = section.Text(EmailKeys.ReplyTo);
        if (string.IsNullOrWhiteSpace(text))
        {
            return null;
        }

        var entry = section.Entry(EmailKeys.ReplyTo)!;
        if (!InternetAddressList.TryParse(Addresses, text, out var list) || list.Count == 0 || list.Any(a => a is not MailboxAddress))
        {
            section.Error(entry, "This is not an email address, or list of addresses with commas. Write \"help@example.com\" or \"help@example.com, desk@example.com\".");
            return null;
        }

        if (list.Any(a => !string.IsNullOrEmpty(a.Name)))
        {
            section.Warn(entry, "Names are left out of Reply-To. Write the addresses alone.");
        }

        return string.Join(", ", list.Cast<MailboxAddress>().Select(m => InvisibleCharacters.TakeOut(m.Address)));
    }

    private static void WarnOfInvisible(EmailSection section, TableKeys keys)
    {
        string[] smtp =
        [
            EmailKeys.Hostname, EmailKeys.FromAddress, EmailKeys.ReplyTo, EmailKeys.Username, EmailKeys.Password, EmailKeys.ClientId,
            EmailKeys.ClientSecret, EmailKeys.TokenEndpoint, EmailKeys.Scopes,
        ];
        foreach (var key in smtp.Concat(keys.Fields.Where(f => !f.IsLong).Select(TableKeys.Of)).Concat(keys.Secrets.Select(TableKeys.Of)).Distinct(StringComparer.Ordinal))
        {
            if (section.Entry(key) is { Value.Value: string text } entry && InvisibleCharacters.Describe(text.Trim(' ', '\t')) is { } hint)
            {
                section.Warn(entry, hint);
            }
        }
    }

    private static void WarnOfPlainSecrets(EmailSection section, TableKeys keys)
    {
        var secrets = keys.Kind is null
            ? ProviderFields.Secrets.Where(s => s.Name is nameof(EmailProviderSecrets.Password) or nameof(EmailProviderSecrets.ClientSecret))
            : keys.Secrets;
        foreach (var secret in secrets)
        {
            var key = TableKeys.Of(secret);
            if (section.Entry(key) is { Value: { Value: string { Length: > 0 }, IsFromOutside: false } } entry)
            {
                // Another one for each table: two that follow the same advice would share a secret
                var file = string.Concat(section.NameOf(key).SkipWhile(c => c != '.').Skip(1).Where(c => c is not ('[' or ']'))).Replace('.', '_');
                section.Warn(entry, $"The {key.Replace('_', ' ')} stands in plain text, readable for everybody who can read this file. Put it into a file of the secrets folder (Secrets:Path), such as {file}, and write \"$secret{{{file}}}\" here.");
            }
        }
    }

    private static void WarnOfWeakness(EmailSection section, EmailProviderSettings settings)
    {
        var key = section.Entry(EmailKeys.EnableStartTls) is null ? EmailKeys.StartTlsRequired : EmailKeys.EnableStartTls;
        if (settings.AuthenticationType != AuthenticationType.None && settings.Encryption == SmtpEncryption.None)
        {
            section.Warn(EmailKeys.EnableStartTls, "The credentials travel without encryption and can be read on the way. Set enable_start_tls = true, or enable_authentication = false if the server asks for none.");
        }
        else if (settings.AuthenticationType != AuthenticationType.None && settings.Encryption == SmtpEncryption.StartTlsIfOffered)
        {
            section.Warn(key, "STARTTLS is used only if the server offers it, which somebody on the way can prevent; the credentials then travel without encryption. Remove \"mail.smtp.starttls.required\" = \"false\".");
        }

        if (SmtpEncryptionFlags.IsImplicitTlsPort(settings.Port) && settings.Encryption != SmtpEncryption.Tls)
        {
            section.Warn(EmailKeys.Port, $"Servers expect TLS from the first byte on port {settings.Port}. Remove enable_start_tls, add \"mail.smtp.ssl.enable\" = \"true\" under {section.TitleOfCustomProperties}, or use port 587.");
        }
    }
}
