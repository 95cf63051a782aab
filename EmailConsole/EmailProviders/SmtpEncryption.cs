namespace EmailConsole.EmailProviders;

/// <summary>How the connection to the SMTP server is encrypted. Ordered from strong to weak.</summary>
public enum SmtpEncryption
{
    /// <summary>TLS from the first byte (RFC 8314), usually port 465.</summary>
    Tls = 0,

    /// <summary>STARTTLS (RFC 3207); a server that does not offer it is a failure.</summary>
    StartTlsRequired = 1,

    /// <summary>STARTTLS where the server offers it, else clear text: can be stripped on the way.</summary>
    StartTlsIfOffered = 2,

    /// <summary>Clear text.</summary>
    None = 3,
}
