using System.Globalization;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Components;

/// <summary>What stands in the form now. Fields of an authentication type that is not chosen keep what was typed.</summary>
public sealed class EmailProviderDraft
{
    // A stored value may have 8,192 characters; what is longer is none that can be stored
    private const int LongestText = 16 * 1024;

    private static readonly (string Name, Func<EmailProviderDraft, string> Get, Action<EmailProviderDraft, string> Set)[] Fields =
    [
        (nameof(Server), d => d.Server.ToString(), (d, t) => d.Server = Named(t, d.Server)),
        (nameof(Preset), d => d.Preset ?? "", (d, t) => d.Preset = t.Length == 0 ? null : t),
        (nameof(Host), d => d.Host, (d, t) => d.Host = t),
        (nameof(Port), d => d.Port, (d, t) => d.Port = t),
        (nameof(Encryption), d => d.Encryption.ToString(), (d, t) => d.Encryption = Named(t, d.Encryption)),
        (nameof(FromAddress), d => d.FromAddress, (d, t) => d.FromAddress = t),
        (nameof(DisplayNameMode), d => d.DisplayNameMode.ToString(), (d, t) => d.DisplayNameMode = Named(t, d.DisplayNameMode)),
        (nameof(DisplayName), d => d.DisplayName, (d, t) => d.DisplayName = t),
        (nameof(ReplyTo), d => d.ReplyTo, (d, t) => d.ReplyTo = t),
        (nameof(AuthenticationType), d => d.AuthenticationType.ToString(), (d, t) => d.AuthenticationType = Named(t, d.AuthenticationType)),
        (nameof(Username), d => d.Username, (d, t) => d.Username = t),
        (nameof(ClientId), d => d.ClientId, (d, t) => d.ClientId = t),
        (nameof(TokenEndpoint), d => d.TokenEndpoint, (d, t) => d.TokenEndpoint = t),
        (nameof(Scopes), d => d.Scopes, (d, t) => d.Scopes = t),
        (nameof(MaxConnections), d => d.MaxConnections, (d, t) => d.MaxConnections = t),
        (nameof(MessagesPerMinute), d => d.MessagesPerMinute, (d, t) => d.MessagesPerMinute = t),
        (nameof(MessagesPerConnection), d => d.MessagesPerConnection, (d, t) => d.MessagesPerConnection = t),
    ];

    private (string Host, int Port, SmtpEncryption Encryption)? _acceptedFor;

    private EmailProviderDraft()
    {
    }

    public ProviderServer Server { get; set; }

    public string? Preset { get; set; }

    public string Host { get; set; } = "";

    /// <summary>As typed; what is no number is port 0 to the validator.</summary>
    public string Port { get; set; } = "";

    public SmtpEncryption Encryption { get; set; }

    /// <summary>Given for one server, port and encryption; with another it does not hold.</summary>
    public bool AcceptsClearTextCredentials
    {
        get => _acceptedFor is { } given && given == Way(ToSettings());
        set => _acceptedFor = value ? Way(ToSettings()) : null;
    }

    public string FromAddress { get; set; } = "";

    public DisplayNameMode DisplayNameMode { get; set; }

    public string DisplayName { get; set; } = "";

    public string ReplyTo { get; set; } = "";

    public AuthenticationType AuthenticationType { get; set; }

    public string Username { get; set; } = "";

    /// <summary>Typed just now; a stored one never comes here.</summary>
    public string Password { get; set; } = "";

    public string ClientId { get; set; } = "";

    /// <inheritdoc cref="Password"/>
    public string ClientSecret { get; set; } = "";

    public string TokenEndpoint { get; set; } = "";

    public string Scopes { get; set; } = "";

    /// <summary>As typed; empty is no number of one's own, what is no number is 0 to the validator.</summary>
    public string MaxConnections { get; set; } = "";

    /// <inheritdoc cref="MaxConnections"/>
    public string MessagesPerMinute { get; set; } = "";

    /// <inheritdoc cref="MaxConnections"/>
    public string MessagesPerConnection { get; set; } = "";

    public static EmailProviderDraft From(EmailProviderSettings settings) => new()
    {
        Server = settings.Server,
        Preset = settings.Preset,
        Host = settings.Host,
        Port = settings.Port.ToString(CultureInfo.InvariantCulture),
        Encryption = settings.Encryption,

        // Whoever stored them has confirmed it
        AcceptsClearTextCredentials = settings.Host.Length > 0 && ClearTextRule.NeedsConfirmation(settings),
        FromAddress = settings.FromAddress,
        DisplayNameMode = settings.DisplayNameMode,
        DisplayName = settings.DisplayName ?? "",
        ReplyTo = settings.ReplyTo ?? "",
        AuthenticationType = settings.AuthenticationType,
        Username = settings.Username ?? "",
        ClientId = settings.ClientId ?? "",
        TokenEndpoint = settings.TokenEndpoint ?? "",
        Scopes = settings.Scopes ?? "",
        MaxConnections = Text(settings.MaxConnections),
        MessagesPerMinute = Text(settings.MessagesPerMinute),
        MessagesPerConnection = Text(settings.MessagesPerConnection),
    };

    /// <summary>What stands in a field, as typed; none of these is a secret.</summary>
    public string TextOf(string name) => Array.Find(Fields, f => f.Name == name).Get?.Invoke(this) ?? "";

    /// <summary>The fields whose text is not that of the other, as typed.</summary>
    public IReadOnlyDictionary<string, string> TypedOver(EmailProviderDraft other) =>
        Fields.Where(f => f.Get(this) != f.Get(other)).ToDictionary(f => f.Name, f => f.Get(this), StringComparer.Ordinal);

    /// <summary>Puts a text into a field; one that is unknown, or a text that none can have, changes nothing.</summary>
    public void Type(string name, string text)
    {
        if (text.Length <= LongestText)
        {
            Array.Find(Fields, f => f.Name == name).Set?.Invoke(this, text);
        }
    }

    /// <summary>As typed, in the normal form that is compared and stored.</summary>
    public EmailProviderSettings ToSettings() => Normalisation.Normalise(new EmailProviderSettings
    {
        Server = Server,
        Preset = Preset,
        Host = Host,
        Port = Number(Port),
        Encryption = Encryption,
        FromAddress = FromAddress,
        DisplayNameMode = DisplayNameMode,
        DisplayName = DisplayName,
        ReplyTo = ReplyTo,
        AuthenticationType = AuthenticationType,
        Username = Username,
        ClientId = ClientId,
        TokenEndpoint = TokenEndpoint,
        Scopes = Scopes,
        MaxConnections = NumberOrNull(MaxConnections),
        MessagesPerMinute = NumberOrNull(MessagesPerMinute),
        MessagesPerConnection = NumberOrNull(MessagesPerConnection),
    });

    public EmailProviderInput ToInput() => new(
        ToSettings(),
        Secret(AuthenticationType.Basic, Password),
        Secret(AuthenticationType.ClientCredential, ClientSecret),
        AcceptsClearTextCredentials);

    /// <summary>
    /// Takes over a consent that a person gave to just this: mine to the same way, or theirs with the same way and
    /// authentication. One put together from both was given by nobody.
    /// </summary>
    internal void TakeConsent(EmailProviderDraft mine, EmailProviderSettings? theirs)
    {
        var settings = ToSettings();
        AcceptsClearTextCredentials = (mine.AcceptsClearTextCredentials && Way(mine.ToSettings()) == Way(settings))
            || (theirs is not null
                && ClearTextRule.NeedsConfirmation(theirs)
                && Way(theirs) == Way(settings)
                && theirs.AuthenticationType == settings.AuthenticationType);
    }

    private static (string Host, int Port, SmtpEncryption Encryption) Way(EmailProviderSettings settings) =>
        (settings.Host, settings.Port, settings.Encryption);

    internal static string Text(int? number) => number?.ToString(CultureInfo.InvariantCulture) ?? "";

    private static T Named<T>(string name, T otherwise)
        where T : struct, Enum => Enum.GetNames<T>().Contains(name, StringComparer.Ordinal) ? Enum.Parse<T>(name) : otherwise;

    private static int Number(string typed) =>
        int.TryParse(typed.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static int? NumberOrNull(string typed) => string.IsNullOrWhiteSpace(typed) ? null : Number(typed);

    private SecretInput Secret(AuthenticationType of, string typed) =>
        Server == ProviderServer.Own && AuthenticationType == of && typed.Length > 0 ? new SecretInput.Replaced(typed) : SecretInput.Keep;
}
