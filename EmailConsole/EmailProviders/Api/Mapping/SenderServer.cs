namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>The server of a sender, and the encryption towards it.</summary>
internal static class SenderServer
{
    private const int DefaultPort = 587;
    private const int DefaultTlsPort = 465;

    private static readonly string[] EncryptionKeys = [SenderKeys.SslEnable, SenderKeys.StartTlsEnable, SenderKeys.StartTlsRequired];

    public static EmailProviderSettings Read(WrittenSender sender, EmailProviderSettings settings)
    {
        var encryption = SmtpEncryptionFlags.Read(
            sender.Flag(SenderKeys.SslEnable), sender.Flag(SenderKeys.StartTlsEnable), sender.Flag(SenderKeys.StartTlsRequired));
        return settings with
        {
            Host = sender.Host ?? sender.Text(SenderKeys.JavaHost) ?? "",
            Port = sender.Port ?? sender.Number(SenderKeys.JavaPort)
                ?? (encryption == SmtpEncryption.Tls ? DefaultTlsPort : DefaultPort),
            Encryption = encryption,
        };
    }

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
