using System.Globalization;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.EmailProviders.Components;

/// <summary>The fields of the form, in its order.</summary>
public static class ProviderFields
{
    public const string OwnServer = "Other SMTP server";

    private static readonly Dictionary<string, string> FurtherLabels = new(StringComparer.Ordinal)
    {
        [nameof(EmailProviderInput.Password)] = "Password",
        [nameof(EmailProviderInput.ClientSecret)] = "Client Secret",
        [nameof(EmailProviderInput.AcceptsClearTextCredentials)] = "Encryption",
        [nameof(EmailProviderSettings.DisplayNameMode)] = "Display Name",
    };

    public static IReadOnlyList<ProviderField> All { get; } =
    [
        new(nameof(EmailProviderSettings.Server), "Send through", FieldUse.Always, s => s.Server.Label(), (from, to) => to with { Server = from.Server }),
        new(nameof(EmailProviderSettings.Preset), "Provider", FieldUse.OwnServer,
            s => ProviderPresets.Find(s.Preset)?.Name ?? OwnServer, (from, to) => to with { Preset = from.Preset }),
        new(nameof(EmailProviderSettings.Host), "Server Host", FieldUse.OwnServer, s => s.Host, (from, to) => to with { Host = from.Host }),
        new(nameof(EmailProviderSettings.Port), "Server Port", FieldUse.OwnServer,
            s => s.Port.ToString(CultureInfo.InvariantCulture), (from, to) => to with { Port = from.Port }),
        new(nameof(EmailProviderSettings.Encryption), "Encryption", FieldUse.OwnServer,
            s => s.Encryption.Label(), (from, to) => to with { Encryption = from.Encryption }),
        new(nameof(EmailProviderSettings.FromAddress), "From Address", FieldUse.Always,
            s => s.FromAddress, (from, to) => to with { FromAddress = from.FromAddress }),
        new(nameof(EmailProviderSettings.DisplayName), "Display Name", FieldUse.Always,
            ShowDisplayName, (from, to) => to with { DisplayNameMode = from.DisplayNameMode, DisplayName = from.DisplayName }),
        new(nameof(EmailProviderSettings.ReplyTo), "Reply-To Address", FieldUse.Always,
            s => s.ReplyTo ?? "", (from, to) => to with { ReplyTo = from.ReplyTo }),
        new(nameof(EmailProviderSettings.AuthenticationType), "Authentication Type", FieldUse.OwnServer,
            s => s.AuthenticationType.Label(), (from, to) => to with { AuthenticationType = from.AuthenticationType }),
        new(nameof(EmailProviderSettings.Username), "Username", FieldUse.Basic,
            s => s.Username ?? "", (from, to) => to with { Username = from.Username }),
        new(nameof(EmailProviderSettings.ClientId), "Client ID", FieldUse.ClientCredential,
            s => s.ClientId ?? "", (from, to) => to with { ClientId = from.ClientId }),
        new(nameof(EmailProviderSettings.TokenEndpoint), "Token Endpoint", FieldUse.ClientCredential,
            s => s.TokenEndpoint ?? "", (from, to) => to with { TokenEndpoint = from.TokenEndpoint }),
        new(nameof(EmailProviderSettings.Scopes), "Scopes", FieldUse.ClientCredential,
            s => s.Scopes ?? "", (from, to) => to with { Scopes = from.Scopes }),
        new(nameof(EmailProviderSettings.MaxConnections), "Max Connections", FieldUse.OwnServer,
            s => EmailProviderDraft.Text(s.MaxConnections), (from, to) => to with { MaxConnections = from.MaxConnections }),
        new(nameof(EmailProviderSettings.MessagesPerMinute), "Messages per Minute", FieldUse.OwnServer,
            s => EmailProviderDraft.Text(s.MessagesPerMinute), (from, to) => to with { MessagesPerMinute = from.MessagesPerMinute }),
        new(nameof(EmailProviderSettings.MessagesPerConnection), "Messages per Connection", FieldUse.OwnServer,
            s => EmailProviderDraft.Text(s.MessagesPerConnection), (from, to) => to with { MessagesPerConnection = from.MessagesPerConnection }),
    ];

    /// <summary>The label of the field that an error names.</summary>
    public static string Label(string name) =>
        All.FirstOrDefault(f => f.Name == name)?.Label ?? FurtherLabels.GetValueOrDefault(name, name);

    /// <summary>The id of the field's input in the page.</summary>
    public static string InputId(string name) => $"provider-{name}";

    public static string Show(DisplayNameMode mode, string? name) => mode switch
    {
        DisplayNameMode.Name => name ?? "",
        DisplayNameMode.AddressOnly => "(address only)",
        _ => "(left to the server)",
    };

    private static string ShowDisplayName(EmailProviderSettings settings) => Show(settings.DisplayNameMode, settings.DisplayName);
}
