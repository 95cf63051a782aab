namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>The keys of <c>[output_adapter.email]</c>, as WSO2 documents them, and what is ours in it and in <c>[[output_adapter.email_standby]]</c>.</summary>
internal static class EmailKeys
{
    public const string Table = "output_adapter.email";

    /// <summary>A list of tables. The elements are told apart as <c>output_adapter.email_standby[1]</c> and so on.</summary>
    public const string Standbys = "output_adapter.email_standby";

    public const string FromAddress = "from_address";
    public const string Username = "username";
    public const string Password = "password";
    public const string Hostname = "hostname";
    public const string Port = "port";
    public const string EnableStartTls = "enable_start_tls";
    public const string EnableAuthentication = "enable_authentication";
    public const string Signature = "signature";
    public const string ReplyTo = "reply_to";
    public const string AuthType = "auth_type";
    public const string ClientId = "client_id";
    public const string ClientSecret = "client_secret";
    public const string TokenEndpoint = "token_endpoint";
    public const string Scopes = "scopes";
    public const string CustomProperties = "custom_properties";

    /// <summary>The kind; absent: SMTP.</summary>
    public const string Provider = "provider";

    /// <summary>Of a standby alone.</summary>
    public const string Name = "name";
    public const string Enabled = "enabled";

    /// <summary>WSO2's own tables of keys call <see cref="Hostname"/> so in places.</summary>
    public const string Host = "host";

    /// <summary>Not keys of the file: what only a custom property can say.</summary>
    public const string SslEnable = "mail.smtp.ssl.enable";
    public const string StartTlsRequired = "mail.smtp.starttls.required";

    /// <summary>Those of an SMTP server, besides its limits.</summary>
    public static readonly IReadOnlyList<string> Smtp =
    [
        FromAddress, Username, Password, Hostname, Port, EnableStartTls, EnableAuthentication, Signature, ReplyTo, AuthType,
        ClientId, ClientSecret, TokenEndpoint, Scopes, CustomProperties,
    ];

    /// <summary>Of a key that <see cref="Smtp"/> has.</summary>
    public static bool IsSecret(string key) => key is Password or ClientSecret;

    public static string NameOf(string key) => $"{Table}.{key}";

    /// <summary>Whether a dotted key is one of a standby, or of their list.</summary>
    public static bool IsOfStandby(string? key) =>
        key is not null && key.StartsWith(Standbys, StringComparison.Ordinal) && (key.Length == Standbys.Length || key[Standbys.Length] is '.' or '[');
}
