namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>The server of a sender, and the encryption towards it.</summary>
internal static class SenderServer
{
    private const int DefaultPort = 587;
    private const int DefaultTlsPort = 465;

    private static readonly string[] EncryptionKeys = [SenderKeys.SslEnable, SenderKeys.StartTlsEnable, SenderKeys.StartTlsRequired];

    // Whoever says one of them means a server
    private static readonly string[] ServerKeys =
    [
        .. EncryptionKeys, SenderKeys.JavaHost, SenderKeys.JavaPort, SenderKeys.Auth, SenderKeys.JavaAuthType,
        .. new[] { SenderKeys.Username, SenderKeys.ClientId, SenderKeys.TokenEndpoint, SenderKeys.Scopes }.SelectMany(key => new[] { key, SenderKeys.Java(key) }),
    ];

    /// <summary>The same without everything of a server.</summary>
    public static WrittenSender Without(WrittenSender sender) => sender.Without(ServerKeys) with { Host = null, Port = null, AuthType = null };

    /// <summary>
    /// Whether it names a sender and nothing of a server: WSO2 then sends it through the super tenant's. Version 2 asks for an
    /// authentication type, which is that of nobody who signs in.
    /// </summary>
    public static bool IsPlatforms(WrittenSender sender, SenderVersion version) =>
        sender.Provider is null && string.IsNullOrWhiteSpace(sender.Host) && sender.Port is null && ServerKeys.All(key => sender.Text(key) is null)
        && (version == SenderVersion.V1 || SenderAuthentication.Is(sender.AuthType?.Trim(), SenderAuthentication.None));

    public static EmailProviderSettings Read(WrittenSender sender, SenderVersion version, EmailProviderSettings settings)
    {
        if (IsPlatforms(sender, version))
        {
            return settings with { Server = ProviderServer.Platform };
        }

        var port = sender.Port ?? sender.Number(SenderKeys.JavaPort);
        var encryption = SmtpEncryptionFlags.Read(
            sender.Flag(SenderKeys.SslEnable), sender.Flag(SenderKeys.StartTlsEnable), sender.Flag(SenderKeys.StartTlsRequired), port);
        return settings with
        {
            Host = sender.Host ?? sender.Text(SenderKeys.JavaHost) ?? "",
            Port = port ?? (encryption == SmtpEncryption.Tls ? DefaultTlsPort : DefaultPort),
            Encryption = encryption,
        };
    }

    public static WrittenSender WriteServer(WrittenSender sender, EmailProviderSettings settings) => settings.Server == ProviderServer.Platform
        ? Without(sender)
        : sender;

    public static WrittenSender WriteEncryption(WrittenSender sender, EmailProviderSettings settings)
    {
        var clean = sender.Without(EncryptionKeys);
        return settings.Encryption switch
        {
            SmtpEncryption.Tls => clean.With(SenderKeys.SslEnable, "true"),
            SmtpEncryption.StartTlsRequired => clean.With(SenderKeys.StartTlsEnable, "true"),
            SmtpEncryption.StartTlsIfOffered => clean.With(SenderKeys.StartTlsEnable, "true").With(SenderKeys.StartTlsRequired, "false"),
            SmtpEncryption.None => clean.With(SenderKeys.StartTlsEnable, "false"),
            var other => throw new ArgumentOutOfRangeException(nameof(settings), other, "No such encryption."),
        };
    }

    public static WrittenSender WriteAddress(WrittenSender sender, EmailProviderSettings settings) =>
        sender.Without([SenderKeys.JavaHost, SenderKeys.JavaPort]) with { Host = settings.Host, Port = settings.Port };
}
