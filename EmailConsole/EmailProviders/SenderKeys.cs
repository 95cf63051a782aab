namespace EmailConsole.EmailProviders;

/// <summary>The keys of a sender's properties, and fields of the REST API, that mean something here.</summary>
internal static class SenderKeys
{
    public const string FromAddress = "fromAddress";
    public const string Host = "smtpServerHost";
    public const string Port = "smtpPort";
    public const string AuthType = "authType";

    public const string Username = "userName";
    public const string Password = "password";
    public const string ClientId = "clientId";
    public const string ClientSecret = "clientSecret";
    public const string TokenEndpoint = "tokenEndpoint";
    public const string Scopes = "scopes";

    public const string SslEnable = "mail.smtp.ssl.enable";
    public const string StartTlsEnable = "mail.smtp.starttls.enable";
    public const string StartTlsRequired = "mail.smtp.starttls.required";
    public const string Auth = "mail.smtp.auth";
    public const string JavaAuthType = "mail.smtp.authType";
    public const string Signature = "mail.smtp.signature";
    public const string ReplyTo = "mail.smtp.replyTo";
    public const string JavaHost = "mail.smtp.host";
    public const string JavaPort = "mail.smtp.port";

    private const string ApiKeyValue = "apiKeyValue";

    /// <summary>The JavaMail name under which the adapter of WSO2 reads a credential.</summary>
    public static string Java(string key) => key switch
    {
        Username => "mail.smtp.user",
        _ => $"mail.smtp.{key}",
    };

    /// <summary>Never stored in clear and never returned, also where nobody here knows the key.</summary>
    public static bool IsSecret(string key) =>
        SuperTenant.JavaMailProperties.IsSecret(key) || key.Equals(ApiKeyValue, StringComparison.OrdinalIgnoreCase);
}
