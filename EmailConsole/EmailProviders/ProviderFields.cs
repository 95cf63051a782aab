using System.Globalization;
using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;
using EmailConsole.EmailProviders.Validation;
using Settings = EmailConsole.EmailProviders.EmailProviderSettings;

namespace EmailConsole.EmailProviders;

/// <summary>The fields of an email provider, in the order of the form. Whoever goes over fields goes over these, so that none is forgotten.</summary>
public static class ProviderFields
{
    public const string OwnServer = "Other SMTP server";

    /// <summary>One for each property of <see cref="EmailProviderSettings"/>, and those of the kinds other than SMTP, which are in its values.</summary>
    public static IReadOnlyList<ProviderField> All { get; } =
    [
        Choice(nameof(Settings.Server), "Send through", FieldPart.Choice, FieldUse.Always, s => s.Server, (s, v) => s with { Server = v }, v => v.Label()) with { Key = SenderKeys.Host },
        Text(nameof(Settings.Preset), "Provider", FieldPart.Choice, FieldUse.OwnServer, 64, s => s.Preset, (s, v) => s with { Preset = v }) with
        {
            Show = s => ProviderKinds.Find(s.Kind)?.Label ?? ProviderPresets.Find(s.Preset)?.Name ?? OwnServer,
            Take = (from, to) => to with { Kind = from.Kind, Preset = from.Preset },
        },
        Text(nameof(Settings.Kind), "Provider", FieldPart.Connection, FieldUse.OwnServer, 32, s => s.Kind, (s, v) => s with { Kind = v ?? ProviderKinds.Smtp }) with { IsShown = false },
        Text(nameof(Settings.Host), "Server Host", FieldPart.Connection, FieldUse.Smtp, ProviderText.MaxOrdinary, s => s.Host, (s, v) => s with { Host = v ?? "" }) with { Key = SenderKeys.Host },
        Number(nameof(Settings.Port), "Server Port", FieldPart.Connection, FieldUse.Smtp, s => s.Port, (s, v) => s with { Port = v ?? 0 }) with { Key = SenderKeys.Port },
        Choice(nameof(Settings.Encryption), "Encryption", FieldPart.Connection, FieldUse.Smtp, s => s.Encryption, (s, v) => s with { Encryption = v }, v => v.Label()) with
        {
            Key = SenderKeys.StartTlsEnable,
        },
        Text(nameof(Settings.FromAddress), "From Address", FieldPart.Sender, FieldUse.Always, ProviderText.MaxOrdinary, s => s.FromAddress, (s, v) => s with { FromAddress = v ?? "" }) with
        {
            Key = SenderKeys.FromAddress,
        },
        Choice(nameof(Settings.DisplayNameMode), "Display Name", FieldPart.Sender, FieldUse.Always, s => s.DisplayNameMode, (s, v) => s with { DisplayNameMode = v }, v => v.Label("")) with
        {
            Key = SenderKeys.Signature, IsShown = false,
        },
        Text(nameof(Settings.DisplayName), "Display Name", FieldPart.Sender, FieldUse.Always, ProviderText.MaxOrdinary, s => s.DisplayName, (s, v) => s with { DisplayName = v }) with
        {
            Key = SenderKeys.Signature,
            Show = s => s.DisplayNameMode.Label(s.DisplayName),
            Take = (from, to) => to with { DisplayNameMode = from.DisplayNameMode, DisplayName = from.DisplayName },
        },
        Text(nameof(Settings.ReplyTo), "Reply-To Address", FieldPart.Sender, FieldUse.Always, ProviderText.MaxOrdinary, s => s.ReplyTo, (s, v) => s with { ReplyTo = v }) with { Key = SenderKeys.ReplyTo },
        Choice(
            nameof(Settings.AuthenticationType), "Authentication Type", FieldPart.Connection, FieldUse.Smtp,
            s => s.AuthenticationType, (s, v) => s with { AuthenticationType = v }, v => v.Label()) with { Key = SenderKeys.AuthType },
        Text(nameof(Settings.Username), "Username", FieldPart.Connection, FieldUse.Basic, ProviderText.MaxOrdinary, s => s.Username, (s, v) => s with { Username = v }) with
        {
            Key = SenderKeys.Username,
            Identity = s => s.SignInName,
        },
        Text(nameof(Settings.ClientId), "Client ID", FieldPart.Connection, FieldUse.ClientCredential, ProviderText.MaxOrdinary, s => s.ClientId, (s, v) => s with { ClientId = v }) with
        {
            Key = SenderKeys.ClientId,
        },
        Text(
            nameof(Settings.TokenEndpoint), "Token Endpoint", FieldPart.Connection, FieldUse.ClientCredential, ProviderText.MaxLong,
            s => s.TokenEndpoint, (s, v) => s with { TokenEndpoint = v }) with { Key = SenderKeys.TokenEndpoint },
        Text(nameof(Settings.Scopes), "Scopes", FieldPart.Connection, FieldUse.ClientCredential, ProviderText.MaxLong, s => s.Scopes, (s, v) => s with { Scopes = v }) with { Key = SenderKeys.Scopes },
        Number(nameof(Settings.MaxConnections), "Max Connections", FieldPart.Limit, FieldUse.OwnServer, s => s.MaxConnections, (s, v) => s with { MaxConnections = v }),
        Number(nameof(Settings.MessagesPerMinute), "Messages per Minute", FieldPart.Limit, FieldUse.OwnServer, s => s.MessagesPerMinute, (s, v) => s with { MessagesPerMinute = v }),
        Number(
            nameof(Settings.MessagesPerConnection), "Messages per Connection", FieldPart.Limit, FieldUse.Smtp,
            s => s.MessagesPerConnection, (s, v) => s with { MessagesPerConnection = v }),
        .. ProviderKinds.All.SelectMany(k => k.Fields),
    ];

    /// <summary>Those that stand for themselves where settings are shown or compared.</summary>
    public static IReadOnlyList<ProviderField> Shown { get; } = [.. All.Where(f => f.IsShown)];

    /// <summary>One for each member of <see cref="EmailProviderSecrets"/> that is a secret, and those of the kinds other than SMTP.</summary>
    public static IReadOnlyList<ProviderSecret> Secrets { get; } =
    [
        new(nameof(EmailProviderInput.Password), "Password", s => Has(s, AuthenticationType.Basic), s => s.Password, (s, v) => s with { Password = v }, i => i.Password, s => s.HasPassword)
        {
            Key = SenderKeys.Password,
        },
        new(
            nameof(EmailProviderInput.ClientSecret), "Client Secret", s => Has(s, AuthenticationType.ClientCredential),
            s => s.ClientSecret, (s, v) => s with { ClientSecret = v }, i => i.ClientSecret, s => s.HasClientSecret) { Key = SenderKeys.ClientSecret },
        .. ProviderKinds.All.SelectMany(k => k.Secrets),
    ];

    public static ProviderField? Find(string name) => All.FirstOrDefault(f => f.Name == name);

    /// <summary>The label of the field that an error names.</summary>
    public static string Label(string name) => Find(name)?.Label ?? Secrets.FirstOrDefault(s => s.Name == name)?.Label
        ?? (name == nameof(EmailProviderInput.AcceptsClearTextCredentials) ? Label(nameof(Settings.Encryption)) : name);

    /// <summary>What the API calls the field that an error names.</summary>
    public static string Key(string name) => Find(name)?.Key ?? Secrets.FirstOrDefault(s => s.Name == name)?.Key ?? name;

    /// <summary>The id of the field's input in the page.</summary>
    public static string InputId(string name) => $"provider-{name.Replace('.', '-')}";

    /// <summary>Some fields of settings over others.</summary>
    public static Settings Take(this Settings to, Settings from, Func<ProviderField, bool> which) =>
        All.Where(which).Aggregate(to, (taken, field) => field.Take(from, taken));

    private static bool Has(Settings settings, AuthenticationType type) =>
        settings.Server == ProviderServer.Own && settings.Kind == ProviderKinds.Smtp && settings.AuthenticationType == type;

    private static ProviderField Text(
        string name, string label, FieldPart part, FieldUse use, int maxLength, Func<Settings, string?> get, Func<Settings, string?, Settings> set) =>
        new(name, label, part, use, s => get(s) ?? "", (s, text) => set(s, text.Length == 0 ? null : text), (from, to) => set(to, get(from))) { MaxLength = maxLength };

    private static ProviderField Number(
        string name, string label, FieldPart part, FieldUse use, Func<Settings, int?> get, Func<Settings, int?, Settings> set) =>
        new(name, label, part, use, s => Text(get(s)), (s, text) => set(s, Number(text)), (from, to) => set(to, get(from)));

    private static ProviderField Choice<T>(
        string name, string label, FieldPart part, FieldUse use, Func<Settings, T> get, Func<Settings, T, Settings> set, Func<T, string> show)
        where T : struct, Enum => new(
            name, label, part, use, s => get(s).ToString(),
            (s, text) => Enum.GetNames<T>().Contains(text, StringComparer.Ordinal) ? set(s, Enum.Parse<T>(text)) : s,
            (from, to) => set(to, get(from)))
        {
            Choices = Enum.GetNames<T>(),
            Show = s => show(get(s)),
        };

    internal static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    // What is no number is 0 to the validator
    private static int? Number(string typed) => string.IsNullOrWhiteSpace(typed) ? null
        : int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
}

/// <summary>A field of the settings: everything that the form, the API, the pages and the sender ask of it.</summary>
/// <param name="Name">The member of <see cref="EmailProviderSettings"/>; names the field of its errors.</param>
/// <param name="Label">As in the form.</param>
/// <param name="Part">What it decides.</param>
/// <param name="Use">The settings that have it.</param>
/// <param name="Read">Its text as typed; empty where it is not set.</param>
/// <param name="Write">The settings with a text typed into it. What cannot be read is left to the validator to refuse; of a choice it changes nothing.</param>
/// <param name="Take">The second settings, with this one taken from the first.</param>
public sealed record ProviderField(
    string Name, string Label, FieldPart Part, FieldUse Use,
    Func<Settings, string> Read, Func<Settings, string, Settings> Write, Func<Settings, Settings, Settings> Take)
{
    /// <summary>Its text for people, by which settings are compared too.</summary>
    public Func<Settings, string> Show { get; init; } = Read;

    /// <summary>Of <see cref="FieldPart.Connection"/>: what a connection was opened with.</summary>
    public Func<Settings, string?> Identity { get; init; } = Read;

    /// <summary>False: it is shown and compared with the field behind it.</summary>
    public bool IsShown { get; init; } = true;

    /// <summary>The names that it may have; null: it is no choice.</summary>
    public IReadOnlyList<string>? Choices { get; init; }

    /// <summary>Characters; null: it is no text.</summary>
    public int? MaxLength { get; init; }

    /// <summary>What the API calls it; null: it has no word for it.</summary>
    public string? Key { get; init; }

    /// <summary>What <c>deployment.toml</c> calls it, where that does not follow from its name.</summary>
    public string? FileKey { get; init; }

    /// <summary>Of a kind other than SMTP: its name.</summary>
    public string? Kind { get; init; }

    /// <summary>The name of the value in <see cref="Settings.Values"/>; null: it is a member of the settings.</summary>
    public string? Value { get; init; }

    /// <summary>Of a kind's: the form asks for it.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Of a kind's: several lines of text, such as a template.</summary>
    public bool IsLong { get; init; }

    /// <summary>A sentence for beneath the field; null: none.</summary>
    public string? Help { get; init; }

    /// <summary>The settings that have it, besides <see cref="Use"/> and <see cref="Kind"/>; null: all of them.</summary>
    public Func<Settings, bool>? When { get; init; }

    /// <summary>What people read for one of <see cref="Choices"/>.</summary>
    public Func<string, string> ChoiceLabel { get; init; } = choice => choice;

    public bool AppliesTo(Settings settings) => Use switch
    {
        FieldUse.Always => true,
        _ when settings.Server == ProviderServer.Platform => false,
        FieldUse.OwnServer => Kind is null || (settings.Kind == Kind && When?.Invoke(settings) != false),
        _ when settings.Kind != ProviderKinds.Smtp => false,
        FieldUse.Basic => settings.AuthenticationType == AuthenticationType.Basic,
        FieldUse.ClientCredential => settings.AuthenticationType == AuthenticationType.ClientCredential,
        _ => true,
    };
}

/// <summary>A secret beside the settings.</summary>
/// <param name="Name">The member of <see cref="EmailProviderSecrets"/> and <see cref="EmailProviderInput"/>; names the field of its errors.</param>
/// <param name="Label">As in the form.</param>
/// <param name="AppliesTo">Which settings have it.</param>
/// <param name="Of">In clear text; null: none.</param>
/// <param name="With">The secrets with another one in its place.</param>
/// <param name="Typed">What a form or a request says.</param>
/// <param name="IsStored">Whether there is one.</param>
public sealed record ProviderSecret(
    string Name, string Label, Func<Settings, bool> AppliesTo,
    Func<EmailProviderSecrets, string?> Of, Func<EmailProviderSecrets, string?, EmailProviderSecrets> With,
    Func<EmailProviderInput, SecretInput> Typed, Func<StoredEmailProvider, bool> IsStored)
{
    /// <summary>What the API calls it.</summary>
    public required string Key { get; init; }

    /// <summary>Whether the settings that have it cannot do without.</summary>
    public bool IsRequired { get; init; } = true;
}

/// <summary>What a field decides. Every field says it: another kind of field changes who must look at it.</summary>
public enum FieldPart
{
    /// <summary>Where and as whom a connection is opened: with another value it is another connection.</summary>
    Connection = 0,

    /// <summary>Who a message is from, over whatever connection.</summary>
    Sender = 1,

    /// <summary>How much the server is asked to take.</summary>
    Limit = 2,

    /// <summary>Which other fields apply, or what they were filled with.</summary>
    Choice = 3,

    /// <summary>What a request holds or asks for: neither where it goes nor as whom.</summary>
    Content = 4,
}

/// <summary>Which settings have a field.</summary>
public enum FieldUse
{
    Always = 0,

    /// <summary>Those with a server of their own, of whatever kind.</summary>
    OwnServer = 1,

    /// <summary>Those with an SMTP server of their own and user name and password.</summary>
    Basic = 2,

    /// <summary>Those with an SMTP server of their own and client credentials.</summary>
    ClientCredential = 3,

    /// <summary>Those with an SMTP server of their own.</summary>
    Smtp = 4,
}
