namespace EmailConsole.Delivery;

/// <summary>Why a delivery failed. A closed list: what to do about it depends on the kind.</summary>
public enum DeliveryFailureKind
{
    /// <summary>The message or the settings cannot be used as they are (no recipient, an address that needs SMTPUTF8).</summary>
    InvalidMessage,

    /// <summary>The stored secret cannot be decrypted: the key ring it was protected with is gone.</summary>
    SecretUnreadable,

    /// <summary>The host name has no address, or DNS does not answer.</summary>
    HostNotFound,

    /// <summary>The network policy does not let a tenant connect there.</summary>
    TargetNotAllowed,

    /// <summary>Nothing listens on that port.</summary>
    ConnectionRefused,

    /// <summary>The host or network cannot be reached.</summary>
    Unreachable,

    /// <summary>A stage passed its time limit.</summary>
    TimedOut,

    /// <summary>The connection was lost in the middle.</summary>
    ConnectionLost,

    /// <summary>The server's words are not SMTP.</summary>
    ProtocolViolation,

    /// <summary>The server offers no STARTTLS though it is required.</summary>
    StartTlsNotOffered,

    /// <summary>The TLS handshake failed: no common version, or not a TLS server at all.</summary>
    TlsHandshakeFailed,

    /// <summary>The certificate chain leads to no trusted root.</summary>
    CertificateUntrusted,

    /// <summary>The certificate is expired or not valid yet.</summary>
    CertificateExpired,

    /// <summary>The certificate is for another host name.</summary>
    CertificateNameMismatch,

    /// <summary>The certificate was revoked.</summary>
    CertificateRevoked,

    /// <summary>The token endpoint refused (its error and description are in the server's text).</summary>
    TokenRefused,

    /// <summary>The token endpoint cannot be reached or does not answer as OAuth 2.0 asks.</summary>
    TokenUnavailable,

    /// <summary>The server offers no AUTH, or not the mechanism needed.</summary>
    AuthenticationNotOffered,

    /// <summary>The server refused the credentials.</summary>
    AuthenticationRefused,

    /// <summary>The server refused a command (greeting, EHLO, MAIL, DATA or content).</summary>
    Refused,

    /// <summary>The server refused every recipient.</summary>
    RecipientRefused,

    /// <summary>The server takes no message of this size.</summary>
    MessageTooLarge,

    /// <summary>An address, or a header that a program wrote, needs SMTPUTF8, which the server does not offer.</summary>
    SmtpUtf8NotOffered,

    /// <summary>The person cancelled.</summary>
    Cancelled,

    /// <summary>A defect of the console's own, which the server's log has, or its process may open nothing more. No server's fault.</summary>
    InternalError,

    /// <summary>A body that a program wrote needs 8BITMIME, which the server does not offer.</summary>
    EightBitMimeNotOffered,
}
