using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Validation;
using Settings = EmailConsole.EmailProviders.EmailProviderSettings;

namespace EmailConsole.EmailProviders;

/// <summary>The fields of an email provider, in the order of the form. Whoever goes over fields goes over these, so that none is forgotten.</summary>
public static class ProviderFields
{
    public const string OwnServer = "Other SMTP server";

    /// <summary>One for each property of <see cref="EmailProviderSettings"/>, of whatever kind, and those of the kinds that are in its values.</summary>
    public static IReadOnlyList<ProviderField> All { get; } = [.. Common.Concat(ProviderKinds.All.SelectMany(k => k.Fields)).OrderBy(f => f.Section)];

    /// <summary>Those that stand for themselves where settings are shown or compared.</summary>
    public static IReadOnlyList<ProviderField> Shown { get; } = [.. All.Where(f => f.IsShown)];

    /// <summary>One for each member of <see cref="EmailProviderSecrets"/> that is a secret, and those of the kinds that are in its values.</summary>
    public static IReadOnlyList<ProviderSecret> Secrets { get; } = [.. ProviderKinds.All.SelectMany(k => k.Secrets)];

    /// <summary>Those that every kind has.</summary>
    private static IEnumerable<ProviderField> Common =>
    [
        .. FormSection.Provider.Of(
            SettingsFields.Choice(nameof(Settings.Server), "Send through", FieldPart.Choice, FieldUse.Always, s => s.Server, (s, v) => s with { Server = v }, v => v.Label()) with { Key = SenderKeys.Host },
            SettingsFields.Text(nameof(Settings.Preset), "Provider", FieldPart.Choice, FieldUse.OwnServer, 64, s => s.Preset, (s, v) => s with { Preset = v }) with
            {
                Show = s => ProviderKinds.Find(s.Kind)?.ServiceOf(s) ?? OwnServer,
                Take = (from, to) => to with { Kind = from.Kind, Preset = from.Preset },
            },
            SettingsFields.Text(nameof(Settings.Kind), "Provider", FieldPart.Connection, FieldUse.OwnServer, 32, s => s.Kind, (s, v) => s with { Kind = v ?? ProviderKinds.Smtp }) with { IsShown = false }),
        .. FormSection.Sender.Of(
            SettingsFields.Text(
                nameof(Settings.FromAddress), "From Address", FieldPart.Sender, FieldUse.Always, ProviderText.MaxOrdinary,
                s => s.FromAddress, (s, v) => s with { FromAddress = v ?? "" }) with { Key = SenderKeys.FromAddress },
            SettingsFields.Choice(
                nameof(Settings.DisplayNameMode), "Display Name", FieldPart.Sender, FieldUse.Always,
                s => s.DisplayNameMode, (s, v) => s with { DisplayNameMode = v }, v => v.Label("")) with { Key = SenderKeys.Signature, IsShown = false },
            SettingsFields.Text(
                nameof(Settings.DisplayName), "Display Name", FieldPart.Sender, FieldUse.Always, ProviderText.MaxOrdinary,
                s => s.DisplayName, (s, v) => s with { DisplayName = v }) with
            {
                Key = SenderKeys.Signature,
                Show = s => s.DisplayNameMode.Label(s.DisplayName),
                Take = (from, to) => to with { DisplayNameMode = from.DisplayNameMode, DisplayName = from.DisplayName },
            },
            SettingsFields.Text(
                nameof(Settings.ReplyTo), "Reply-To Address", FieldPart.Sender, FieldUse.Always, ProviderText.MaxOrdinary,
                s => s.ReplyTo, (s, v) => s with { ReplyTo = v }) with { Key = SenderKeys.ReplyTo }),
        .. FormSection.Limits.Of(
            SettingsFields.Number(
                nameof(Settings.MaxConnections), "Max Connections", FieldPart.Limit, FieldUse.OwnServer, s => s.MaxConnections, (s, v) => s with { MaxConnections = v }),
            SettingsFields.Number(
                nameof(Settings.MessagesPerMinute), "Messages per Minute", FieldPart.Limit, FieldUse.OwnServer, s => s.MessagesPerMinute, (s, v) => s with { MessagesPerMinute = v })),
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

    /// <summary>Where it stands in the form.</summary>
    public FormSection Section { get; init; } = FormSection.Kind;

    /// <summary>The name of the kind that has it; null: all have it.</summary>
    public string? Kind { get; init; }

    /// <summary>The name of the value in <see cref="Settings.Values"/>; null: it is a member of the settings, as those of SMTP are.</summary>
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

    public bool AppliesTo(Settings settings) => Use == FieldUse.Always
        || (settings.Server != ProviderServer.Platform && (Kind is null || settings.Kind == Kind) && When?.Invoke(settings) != false);
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
}

/// <summary>The sections of the form, in its order.</summary>
public enum FormSection
{
    Provider = 0,
    Server = 1,
    Sender = 2,
    Authentication = 3,
    Limits = 4,

    /// <summary>That of a kind without sections of its own; its fields are listed behind all others.</summary>
    Kind = 5,
}

internal static class FormSections
{
    public static IEnumerable<ProviderField> Of(this FormSection section, params ProviderField[] fields) => fields.Select(f => f with { Section = section });
}
