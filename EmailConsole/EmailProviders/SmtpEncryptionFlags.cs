namespace EmailConsole.EmailProviders;

/// <summary>The encryption as JavaMail's three properties say it, in <c>deployment.toml</c> and in the REST API.</summary>
internal static class SmtpEncryptionFlags
{
    /// <param name="ssl"><c>mail.smtp.ssl.enable</c>; null: absent.</param>
    /// <param name="startTls"><c>mail.smtp.starttls.enable</c>.</param>
    /// <param name="required"><c>mail.smtp.starttls.required</c>.</param>
    public static SmtpEncryption Read(bool? ssl, bool? startTls, bool? required) => (ssl, required, startTls) switch
    {
        (true, _, _) => SmtpEncryption.Tls,
        // JavaMail: required asks for STARTTLS by itself
        (_, true, _) => SmtpEncryption.StartTlsRequired,
        (_, _, false) => SmtpEncryption.None,
        (_, false, _) => SmtpEncryption.StartTlsIfOffered,
        _ => SmtpEncryption.StartTlsRequired,
    };
}
