namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>The JavaMail properties that <c>custom_properties</c> may hold, and what they mean here.</summary>
internal static class JavaMailProperties
{
    private const string OwnLimits = "It has no effect: EmailConsole bounds each stage of a delivery itself.";
    private const string OwnPool = "It has no effect: EmailConsole needs no thread pool for mail.";

    /// <summary>By name, the key of the section that says the same.</summary>
    public static readonly IReadOnlyDictionary<string, string> Mapped = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["mail.smtp.from"] = EmailKeys.FromAddress,
        ["mail.smtp.user"] = EmailKeys.Username,
        ["mail.smtp.password"] = EmailKeys.Password,
        ["mail.smtp.host"] = EmailKeys.Hostname,
        ["mail.smtp.port"] = EmailKeys.Port,
        ["mail.smtp.starttls.enable"] = EmailKeys.EnableStartTls,
        ["mail.smtp.auth"] = EmailKeys.EnableAuthentication,
        ["mail.smtp.signature"] = EmailKeys.Signature,
        ["mail.smtp.replyTo"] = EmailKeys.ReplyTo,
        ["mail.smtp.authType"] = EmailKeys.AuthType,
        ["mail.smtp.clientId"] = EmailKeys.ClientId,
        ["mail.smtp.clientSecret"] = EmailKeys.ClientSecret,
        ["mail.smtp.tokenEndpoint"] = EmailKeys.TokenEndpoint,
        ["mail.smtp.scopes"] = EmailKeys.Scopes,
        [EmailKeys.SslEnable] = EmailKeys.SslEnable,
        [EmailKeys.StartTlsRequired] = EmailKeys.StartTlsRequired,
    };

    /// <summary>Properties that files often hold and that mean nothing here, each with its reason.</summary>
    public static readonly IReadOnlyDictionary<string, string> WithoutEffect = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["mail.smtp.ssl.trust"] = "It has no effect: certificates are always verified. Name the certificate of a private authority with Tls:AdditionalCaFile.",
        ["mail.smtp.ssl.checkserveridentity"] = "It has no effect: the host name in the certificate is always verified.",
        ["mail.smtp.ssl.protocols"] = "It has no effect: TLS 1.2 and 1.3 are used, whichever the server prefers.",
        ["mail.smtp.auth.mechanisms"] = "It has no effect: the mechanism follows from auth_type.",
        ["mail.smtp.socketFactory.class"] = "It has no effect. For TLS from the first byte (port 465) write \"mail.smtp.ssl.enable\" = \"true\".",
        ["mail.smtp.socketFactory.port"] = "It has no effect. Write port.",
        ["mail.smtp.socketFactory.fallback"] = "It has no effect: a connection never falls back to clear text.",
        ["mail.transport.protocol"] = "It has no effect. For TLS from the first byte (port 465) write \"mail.smtp.ssl.enable\" = \"true\".",
        ["mail.smtp.timeout"] = OwnLimits,
        ["mail.smtp.connectiontimeout"] = OwnLimits,
        ["mail.smtp.writetimeout"] = OwnLimits,
        ["minThread"] = OwnPool,
        ["maxThread"] = OwnPool,
        ["keepAliveTimeInMillis"] = OwnPool,
        ["jobQueueSize"] = OwnPool,
    };

    /// <summary>Other properties of JavaMail that are documented and hold no credential.</summary>
    private static readonly string[] Plain =
    [
        "mail.debug", "mail.smtp.localhost", "mail.smtp.localaddress", "mail.smtp.localport", "mail.smtp.ehlo", "mail.smtp.quitwait", "mail.smtp.sendpartial",
        "mail.smtp.allow8bitmime", "mail.smtp.dsn.notify", "mail.smtp.dsn.ret", "mail.smtp.ssl.ciphersuites", "mail.smtp.sasl.enable", "mail.smtp.sasl.mechanisms",
    ];

    /// <summary>By its name: whether it is known here, and no credential. Whatever nobody here knows may be one.</summary>
    public static bool IsHarmless(string name) =>
        (Mapped.TryGetValue(name, out var key) && !EmailKeys.IsSecret(key)) || WithoutEffect.ContainsKey(name) || Plain.Contains(name, StringComparer.Ordinal);
}
