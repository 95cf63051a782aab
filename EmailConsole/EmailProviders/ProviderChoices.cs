namespace EmailConsole.EmailProviders;

/// <summary>Whose server a tenant's own provider sends through.</summary>
public enum ProviderServer
{
    /// <summary>The one that the settings name.</summary>
    Own = 0,

    /// <summary>
    /// The super tenant's, with its account and its limits: the settings name a sender alone. WSO2: a sender without a server.
    /// </summary>
    Platform = 1,
}

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

/// <summary>What the From header shows beside the address. WSO2: <c>signature</c>.</summary>
public enum DisplayNameMode
{
    /// <summary>Nothing is said; the server may add a name of its own. WSO2: unset.</summary>
    LeaveToServer = 0,

    /// <summary>The bare address. WSO2: empty.</summary>
    AddressOnly = 1,

    /// <summary><see cref="EmailProviderSettings.DisplayName"/>.</summary>
    Name = 2,
}

/// <summary>How EmailConsole signs in at the SMTP server.</summary>
public enum AuthenticationType
{
    /// <summary>User name and password (AUTH PLAIN or LOGIN). WSO2: <c>BASIC</c>.</summary>
    Basic = 0,

    /// <summary>OAuth 2.0 client credentials (AUTH XOAUTH2). WSO2: <c>CLIENT_CREDENTIAL</c>.</summary>
    ClientCredential = 1,

    /// <summary>No sign-in.</summary>
    None = 2,
}

/// <summary>The words of the form.</summary>
public static class ProviderChoiceLabels
{
    public static string Label(this ProviderServer server) => server == ProviderServer.Platform ? "The super tenant's server" : "A server of our own";

    public static string Label(this SmtpEncryption encryption) => encryption switch
    {
        SmtpEncryption.Tls => "TLS",
        SmtpEncryption.StartTlsRequired => "STARTTLS required",
        SmtpEncryption.StartTlsIfOffered => "STARTTLS if offered",
        SmtpEncryption.None => "None",
        _ => encryption.ToString(),
    };

    public static string Label(this DisplayNameMode mode, string? name) => mode switch
    {
        DisplayNameMode.Name => name ?? "",
        DisplayNameMode.AddressOnly => "(address only)",
        _ => "(left to the server)",
    };

    public static string Label(this AuthenticationType type) => type switch
    {
        AuthenticationType.Basic => "Basic",
        AuthenticationType.ClientCredential => "Client Credentials",
        AuthenticationType.None => "None",
        _ => type.ToString(),
    };
}
