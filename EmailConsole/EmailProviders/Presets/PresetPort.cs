namespace EmailConsole.EmailProviders.Presets;

/// <param name="Port">The port.</param>
/// <param name="Encryption">What the port speaks.</param>
public sealed record PresetPort(int Port, SmtpEncryption Encryption)
{
    internal static PresetPort StartTls(int port) => new(port, SmtpEncryption.StartTlsRequired);

    internal static PresetPort Tls(int port) => new(port, SmtpEncryption.Tls);
}
