namespace EmailConsole.Delivery;

/// <summary>
/// The stages of one delivery, in the order of STARTTLS. With implicit TLS <see cref="Encrypt"/> comes before
/// <see cref="Greeting"/>; <see cref="Token"/> belongs to client credentials alone; without encryption or authentication
/// their stages are left out. By HTTP they are <see cref="Resolve"/>, <see cref="Connect"/>, <see cref="Encrypt"/>,
/// <see cref="Token"/> where the kind has one, <see cref="Request"/> and <see cref="Answer"/>. The numbers are stored.
/// </summary>
public enum DeliveryStage
{
    /// <summary>The host name is looked up.</summary>
    Resolve = 0,

    /// <summary>The TCP connection.</summary>
    Connect = 1,

    /// <summary>The server's 220 and its answer to EHLO.</summary>
    Greeting = 2,

    /// <summary>STARTTLS or implicit TLS, and the certificate.</summary>
    Encrypt = 3,

    /// <summary>The OAuth 2.0 access token.</summary>
    Token = 4,

    /// <summary>AUTH.</summary>
    Authenticate = 5,

    /// <summary>MAIL FROM.</summary>
    Sender = 6,

    /// <summary>RCPT TO.</summary>
    Recipient = 7,

    /// <summary>DATA or BDAT, up to the reply after the last byte.</summary>
    Content = 8,

    /// <summary>The request of an HTTP API, up to the last byte of its body.</summary>
    Request = 9,

    /// <summary>The API's answer.</summary>
    Answer = 10,
}
