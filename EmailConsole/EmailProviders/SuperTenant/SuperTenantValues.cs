using System.Globalization;
using static EmailConsole.EmailProviders.ProviderFields;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>The section's values as the read-only page shows them, in the form's order.</summary>
internal static class SuperTenantValues
{
    private const string Set = "set";
    private const string NotSet = "not set";

    /// <param name="section">The newest reading.</param>
    /// <param name="keys">Those of its kind.</param>
    /// <param name="custom">All custom properties, as written.</param>
    /// <param name="settings">What became of them; null: there is no section.</param>
    public static IReadOnlyList<SuperTenantValue> Of(EmailSection section, TableKeys keys, IReadOnlyList<EmailEntry> custom, EmailProviderSettings? settings)
    {
        settings ??= new EmailProviderSettings { Port = 25 };
        return
        [
            .. Head(section),
            .. keys.Kind is null ? OfServer(section, settings) : OfKind(section, keys, settings),
            .. keys.Limits.Select(f => WrittenOrNull(section, TableKeys.Of(f), f.Label)).OfType<SuperTenantValue>(),
            .. custom.Select(e => Written(e, e.Name, !JavaMailProperties.IsHarmless(e.Name))),
        ];
    }

    /// <summary>What is said before anything of the provider is: nothing, where no key says it.</summary>
    public static IEnumerable<SuperTenantValue> Head(EmailSection section) => new[]
    {
        WrittenOrNull(section, EmailKeys.Name, "Name"),
        WrittenOrNull(section, EmailKeys.Enabled, "Enabled"),
        WrittenOrNull(section, EmailKeys.Provider, Label(nameof(EmailProviderSettings.Kind))),
    }.OfType<SuperTenantValue>();

    private static IEnumerable<SuperTenantValue> OfServer(EmailSection section, EmailProviderSettings settings) =>
        [
            Plain(section, EmailKeys.Hostname, Label(nameof(EmailProviderSettings.Host)), NotSet),
            Plain(section, EmailKeys.Port, Label(nameof(EmailProviderSettings.Port)), settings.Port.ToString(CultureInfo.InvariantCulture)),
            Encryption(section, settings),
            FromAddress(section, settings),
            DisplayName(section, settings),
            Plain(section, EmailKeys.ReplyTo, Label(nameof(EmailProviderSettings.ReplyTo)), NotSet),
            Authentication(section, settings),
            Plain(section, EmailKeys.Username, Label(nameof(EmailProviderSettings.Username)), NotSet),
            Secret(section, EmailKeys.Password, Label(nameof(EmailProviderSecrets.Password))),
            Plain(section, EmailKeys.ClientId, Label(nameof(EmailProviderSettings.ClientId)), NotSet),
            Secret(section, EmailKeys.ClientSecret, Label(nameof(EmailProviderSecrets.ClientSecret))),
            Plain(section, EmailKeys.TokenEndpoint, Label(nameof(EmailProviderSettings.TokenEndpoint)), NotSet),
            Plain(section, EmailKeys.Scopes, Label(nameof(EmailProviderSettings.Scopes)), NotSet),
        ];

    private static IEnumerable<SuperTenantValue> OfKind(EmailSection section, TableKeys keys, EmailProviderSettings settings) =>
        [
            .. keys.Fields.Where(f => f.AppliesTo(settings) || section.Entry(TableKeys.Of(f)) is not null).Select(f => OfField(section, f, settings)),
            .. keys.Secrets.Where(s => s.AppliesTo(settings) || section.Entry(TableKeys.Of(s)) is not null).Select(s => Secret(section, TableKeys.Of(s), s.Label)),
            FromAddress(section, settings),
            DisplayName(section, settings),
            Plain(section, EmailKeys.ReplyTo, Label(nameof(EmailProviderSettings.ReplyTo)), NotSet),
        ];

    private static SuperTenantValue OfField(EmailSection section, ProviderField field, EmailProviderSettings settings)
    {
        var key = TableKeys.Of(field);
        return section.Entry(key) is { } entry
            ? Written(entry, field.Label, !TableKeys.IsHarmless(key) || (entry.Value.Value is string text && TableKeys.HasQuery(text)))
            : Absent(section, key, field.Label, field.Show(settings) is { Length: > 0 } shown ? Clean(shown) : NotSet);
    }

    private static SuperTenantValue? WrittenOrNull(EmailSection section, string key, string label) =>
        section.Entry(key) is { } entry ? Written(entry, label, isSecret: false)
        : section.Unresolved(key) is { } problem ? Default(section, key, label, NotSet) with { Line = problem.Line }
        : null;

    private static SuperTenantValue Plain(EmailSection section, string key, string label, string absent) =>
        section.Entry(key) is { } entry ? Written(entry, label, isSecret: false) : Absent(section, key, label, absent);

    private static SuperTenantValue Secret(EmailSection section, string key, string label) =>
        section.Entry(key) is { } entry ? Written(entry, label, isSecret: true) : Absent(section, key, label, NotSet) with { IsSecret = true };

    private static SuperTenantValue Encryption(EmailSection section, EmailProviderSettings settings)
    {
        var label = Label(nameof(EmailProviderSettings.Encryption));
        var key = FindRefused(section, EmailKeys.EnableStartTls, EmailKeys.SslEnable, EmailKeys.StartTlsRequired) is { } refused ? refused
            : settings.Encryption == SmtpEncryption.Tls ? EmailKeys.SslEnable
            : settings.Encryption != SmtpEncryption.None && section.Entry(EmailKeys.StartTlsRequired) is not null ? EmailKeys.StartTlsRequired
            : EmailKeys.EnableStartTls;
        return Derived(section, key, label, settings.Encryption.Label(), EmailKeys.EnableStartTls);
    }

    private static SuperTenantValue FromAddress(EmailSection section, EmailProviderSettings settings)
    {
        var label = Label(nameof(EmailProviderSettings.FromAddress));
        return settings.FromAddress.Length == 0
            ? Plain(section, EmailKeys.FromAddress, label, NotSet)
            : Derived(section, EmailKeys.FromAddress, label, settings.FromAddress, EmailKeys.FromAddress);
    }

    private static SuperTenantValue DisplayName(EmailSection section, EmailProviderSettings settings)
    {
        var label = Label(nameof(EmailProviderSettings.DisplayName));
        return settings.DisplayNameMode switch
        {
            DisplayNameMode.LeaveToServer => Default(section, EmailKeys.Signature, label, "left to the server"),
            DisplayNameMode.AddressOnly => Derived(section, EmailKeys.Signature, label, "address only", EmailKeys.Signature),
            _ when section.Entry(EmailKeys.Signature) is not null => Derived(section, EmailKeys.Signature, label, settings.DisplayName!, EmailKeys.Signature),
            _ => Derived(section, EmailKeys.FromAddress, label, settings.DisplayName!, EmailKeys.Signature),
        };
    }

    private static SuperTenantValue Authentication(EmailSection section, EmailProviderSettings settings)
    {
        var label = Label(nameof(EmailProviderSettings.AuthenticationType));
        if (FindRefused(section, EmailKeys.EnableAuthentication) is { } refused)
        {
            return Derived(section, refused, label, "", refused);
        }

        return settings.AuthenticationType switch
        {
            AuthenticationType.None => Derived(section, EmailKeys.EnableAuthentication, label, "None", EmailKeys.AuthType),
            AuthenticationType.ClientCredential => Derived(section, EmailKeys.AuthType, label, "Client Credentials", EmailKeys.AuthType),
            _ when EmailAuthenticationBinder.IsBasic(section.Entry(EmailKeys.AuthType)) => Derived(section, EmailKeys.AuthType, label, "Basic", EmailKeys.AuthType),
            _ => Plain(section, EmailKeys.AuthType, label, "Basic"),
        };
    }

    /// <summary>Which of the keys that a row is made of says something that cannot be used.</summary>
    private static string? FindRefused(EmailSection section, params string[] keys) =>
        Array.Find(keys, key => section.Entry(key) is not null && section.Problem(key) is not null);

    /// <summary>A text of our own for what an entry says; what cannot be used is shown as it stands there.</summary>
    private static SuperTenantValue Derived(EmailSection section, string key, string label, string text, string keyOfDefault) =>
        section.Entry(key) is not { } entry ? Default(section, keyOfDefault, label, text)
        : section.Problem(key) is not null ? Written(entry, label, isSecret: false)
        : Written(entry, label, isSecret: false) is { IsSecret: false } written ? written with { Text = Clean(text) }
        : Written(entry, label, isSecret: true);

    /// <summary>A default, or a value whose reference leads nowhere: that has a line, and no default comes in its place.</summary>
    private static SuperTenantValue Absent(EmailSection section, string key, string label, string text) =>
        section.Unresolved(key) is { } problem
            ? Default(section, key, label, NotSet) with { Line = problem.Line }
            : Default(section, key, label, text);

    private static SuperTenantValue Default(EmailSection section, string key, string label, string text) =>
        new(section.NameOf(key), label, text, Line: null, Reference: null, IsSecret: false);

    private static SuperTenantValue Written(EmailEntry entry, string label, bool isSecret)
    {
        var value = entry.Value;
        var hidden = isSecret || value.HoldsSecret;
        var text = value.Value switch
        {
            string resolved => XmlText.Read(resolved, value).Text,
            bool flag => flag ? "true" : "false",
            IFormattable number => number.ToString(format: null, CultureInfo.InvariantCulture),
            _ => "(not a text)",
        };
        return new SuperTenantValue(
            entry.Name, label, hidden ? text.Length == 0 ? NotSet : Set : Clean(text), value.Line, value.Reference, hidden)
        {
            Written = hidden ? null
                : value.Written is { } written ? $"\"{Clean(written)}\""
                : value.Value is string or bool or IFormattable ? text
                : null,
        };
    }

    private static string Clean(string text) => string.Concat(text.Select(c => char.IsControl(c) ? ' ' : c));
}
