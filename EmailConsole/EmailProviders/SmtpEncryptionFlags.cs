namespace EmailConsole.EmailProviders;

/// <summary>The encryption as JavaMail's three properties say it, in <c>deployment.toml</c> and in the REST API.</summary>
internal static class SmtpEncryptionFlags
{
    /// <param name="ssl"><c>mail.smtp.ssl.enable</c>; null: absent.</param>
    /// <param name="startTls"><c>mail.smtp.starttls.enable</c>.</param>
    /// <param name="required"><c>mail.smtp.starttls.required</c>.</param>
    /// <param name="port">Decides where nothing else does: servers expect TLS from the first byte on some, and WSO2's console sends no flag at all.</param>
    public static SmtpEncryption Read(bool? ssl, bool? startTls, bool? required, int? port) => (ssl, required, startTls) switch
    {
        (true, _, _) => SmtpEncryption.Tls,
        (null, not true, null) when IsImplicitTlsPort(port) => SmtpEncryption.Tls,
        // JavaMail: required asks for STARTTLS by itself
        (_, true, _) => SmtpEncryption.StartTlsRequired,
        (_, _, false) => SmtpEncryption.None,
        (_, false, _) => SmtpEncryption.StartTlsIfOffered,
        _ => SmtpEncryption.StartTlsRequired,
    };

    /// <summary>RFC 8314 section 3.3; 2465 where a service offers it beside 465.</summary>
    public static bool IsImplicitTlsPort(int? port) => port is 465 or 2465;
}
