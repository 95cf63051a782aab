namespace EmailConsole.EmailProviders;

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
