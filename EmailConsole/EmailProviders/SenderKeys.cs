namespace EmailConsole.EmailProviders;

/// <summary>The keys of a sender's properties, and fields of the REST API, that mean something here.</summary>
internal static class SenderKeys
{
    public const string FromAddress = "fromAddress";
    public const string Host = "smtpServerHost";
    public const string Port = "smtpPort";
    public const string AuthType = "authType";
    public const string ProviderUrl = "providerURL";

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

    /// <summary>Documented for HTTP providers; no credentials.</summary>
    private static readonly string[] OfHttpProviders = ["apiKeyHeader", "http.client.method", "contentType"];

    private static readonly string[] SecretWords =
        ["pass", "pwd", "secret", "token", "credential", "authoriz", "authoris", "bearer", "cookie", "key"];

    /// <summary>The JavaMail name under which the adapter of WSO2 reads a credential.</summary>
    public static string Java(string key) => key switch
    {
        Username => "mail.smtp.user",
        _ => $"mail.smtp.{key}",
    };

    /// <summary>
    /// Whether the value of a key is known to be no secret. Whatever nobody here knows counts as one: it is stored encrypted, and answered
    /// to nobody but those who may write it.
    /// </summary>
    public static bool IsHarmless(string key) =>
        key is FromAddress or Host or Port or AuthType or Username or ClientId or TokenEndpoint or Scopes
        || OfHttpProviders.Contains(key, StringComparer.Ordinal)
        || SuperTenant.JavaMailProperties.IsHarmless(key);

    /// <summary>Whether a key that nobody here knows, or one of a credential, speaks of a secret: never kept and never answered.</summary>
    public static bool SpeaksOfSecret(string key)
    {
        if (IsHarmless(key))
        {
            return false;
        }

        var letters = string.Concat(key.Where(char.IsLetterOrDigit));
        return SecretWords.Any(word => letters.Contains(word, StringComparison.OrdinalIgnoreCase)) || letters.EndsWith("pw", StringComparison.OrdinalIgnoreCase);
    }
}
