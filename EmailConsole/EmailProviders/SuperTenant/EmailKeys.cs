namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>The keys of <c>[output_adapter.email]</c>, as WSO2 documents them.</summary>
internal static class EmailKeys
{
    public const string Table = "output_adapter.email";

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

    /// <summary>WSO2's own tables of keys call <see cref="Hostname"/> so in places.</summary>
    public const string Host = "host";

    /// <summary>Not keys of the file: what only a custom property can say.</summary>
    public const string SslEnable = "mail.smtp.ssl.enable";
    public const string StartTlsRequired = "mail.smtp.starttls.required";

    public static readonly IReadOnlyList<string> All =
    [
        FromAddress, Username, Password, Hostname, Port, EnableStartTls, EnableAuthentication, Signature, ReplyTo, AuthType,
        ClientId, ClientSecret, TokenEndpoint, Scopes, CustomProperties,
    ];

    public static bool IsSecret(string key) => key is Password or ClientSecret;

    public static string NameOf(string key) => $"{Table}.{key}";
}
