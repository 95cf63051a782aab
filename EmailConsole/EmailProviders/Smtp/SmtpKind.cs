using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;
using EmailConsole.EmailProviders.Validation;
using Settings = EmailConsole.EmailProviders.EmailProviderSettings;

namespace EmailConsole.EmailProviders.Smtp;

/// <summary>An SMTP server. Its fields are members of the settings, and its rules, which stand around the sender's in the form, those of <see cref="EmailProviderValidator"/>.</summary>
internal sealed class SmtpKind : IProviderKind
{
    public string Name => ProviderKinds.Smtp;

    public string ApiName => "SMTP";

    public string Label => "SMTP";

    public IReadOnlyList<ProviderField> Fields { get; } =
    [
        .. Of(FormSection.Server, when: null,
            SettingsFields.Text(
                nameof(Settings.Host), "Server Host", FieldPart.Connection, FieldUse.OwnServer, ProviderText.MaxOrdinary, s => s.Host, (s, v) => s with { Host = v ?? "" }) with { Key = SenderKeys.Host },
            SettingsFields.Number(nameof(Settings.Port), "Server Port", FieldPart.Connection, FieldUse.OwnServer, s => s.Port, (s, v) => s with { Port = v ?? 0 }) with { Key = SenderKeys.Port },
            SettingsFields.Choice(
                nameof(Settings.Encryption), "Encryption", FieldPart.Connection, FieldUse.OwnServer,
                s => s.Encryption, (s, v) => s with { Encryption = v }, v => v.Label()) with { Key = SenderKeys.StartTlsEnable }),
        .. Of(FormSection.Authentication, when: null,
            SettingsFields.Choice(
                nameof(Settings.AuthenticationType), "Authentication Type", FieldPart.Connection, FieldUse.OwnServer,
                s => s.AuthenticationType, (s, v) => s with { AuthenticationType = v }, v => v.Label()) with { Key = SenderKeys.AuthType }),
        .. Of(FormSection.Authentication, IsBasic,
            SettingsFields.Text(
                nameof(Settings.Username), "Username", FieldPart.Connection, FieldUse.OwnServer, ProviderText.MaxOrdinary,
                s => s.Username, (s, v) => s with { Username = v }) with { Key = SenderKeys.Username, Identity = s => s.SignInName }),
        .. Of(FormSection.Authentication, IsClientCredential,
            SettingsFields.Text(
                nameof(Settings.ClientId), "Client ID", FieldPart.Connection, FieldUse.OwnServer, ProviderText.MaxOrdinary,
                s => s.ClientId, (s, v) => s with { ClientId = v }) with { Key = SenderKeys.ClientId },
            SettingsFields.Text(
                nameof(Settings.TokenEndpoint), "Token Endpoint", FieldPart.Connection, FieldUse.OwnServer, ProviderText.MaxLong,
                s => s.TokenEndpoint, (s, v) => s with { TokenEndpoint = v }) with { Key = SenderKeys.TokenEndpoint },
            SettingsFields.Text(
                nameof(Settings.Scopes), "Scopes", FieldPart.Connection, FieldUse.OwnServer, ProviderText.MaxLong,
                s => s.Scopes, (s, v) => s with { Scopes = v }) with { Key = SenderKeys.Scopes }),
        .. Of(FormSection.Limits, when: null,
            SettingsFields.Number(
                nameof(Settings.MessagesPerConnection), "Messages per Connection", FieldPart.Limit, FieldUse.OwnServer,
                s => s.MessagesPerConnection, (s, v) => s with { MessagesPerConnection = v })),
    ];

    public IReadOnlyList<ProviderSecret> Secrets { get; } =
    [
        new(
            nameof(EmailProviderInput.Password), "Password", s => IsOwn(s) && IsBasic(s),
            s => s.Password, (s, v) => s with { Password = v }, i => i.Password, s => s.HasPassword) { Key = SenderKeys.Password },
        new(
            nameof(EmailProviderInput.ClientSecret), "Client Secret", s => IsOwn(s) && IsClientCredential(s),
            s => s.ClientSecret, (s, v) => s with { ClientSecret = v }, i => i.ClientSecret, s => s.HasClientSecret) { Key = SenderKeys.ClientSecret },
    ];

    public Type FirstSection => typeof(ServerSection);

    public Type Section => typeof(AuthenticationSection);

    /// <summary>Each preset has its own.</summary>
    public IReadOnlyList<string> Notes => [];

    /// <summary>Those of new settings.</summary>
    public KindValues Defaults => KindValues.None;

    /// <summary>They are the server's: <see cref="LimitsOf"/>.</summary>
    public PresetLimits? Limits => null;

    public PresetLimits? LimitsOf(EmailProviderSettings settings) =>
        (ProviderPresets.FindByHost(settings.Host) ?? ProviderPresets.Find(settings.Preset))?.Limits;

    public string? ServiceOf(EmailProviderSettings settings) => ProviderPresets.Find(settings.Preset)?.Name;

    public string Through(EmailProviderSettings settings) => settings.Host;

    public bool UsesToken(EmailProviderSettings settings) => IsClientCredential(settings);

    /// <summary>None: see above.</summary>
    public IEnumerable<FieldError> FindErrors(EmailProviderSettings settings) => [];

    private static IEnumerable<ProviderField> Of(FormSection section, Func<Settings, bool>? when, params ProviderField[] fields) =>
        section.Of(fields).Select(f => f with { Kind = ProviderKinds.Smtp, When = when });

    private static bool IsOwn(Settings settings) => settings.Server == ProviderServer.Own && settings.Kind == ProviderKinds.Smtp;

    private static bool IsBasic(Settings settings) => settings.AuthenticationType == AuthenticationType.Basic;

    private static bool IsClientCredential(Settings settings) => settings.AuthenticationType == AuthenticationType.ClientCredential;
}
