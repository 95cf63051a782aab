namespace EmailConsole.EmailProviders;

/// <summary>The words of the form.</summary>
public static class SmtpEncryptionLabels
{
    public static string Label(this SmtpEncryption encryption) => encryption switch
    {
        SmtpEncryption.Tls => "TLS",
        SmtpEncryption.StartTlsRequired => "STARTTLS required",
        SmtpEncryption.StartTlsIfOffered => "STARTTLS if offered",
        SmtpEncryption.None => "None",
        _ => encryption.ToString(),
    };
}
