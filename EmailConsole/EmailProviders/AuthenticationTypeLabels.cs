namespace EmailConsole.EmailProviders;

/// <summary>The words of the form.</summary>
public static class AuthenticationTypeLabels
{
    public static string Label(this AuthenticationType type) => type switch
    {
        AuthenticationType.Basic => "Basic",
        AuthenticationType.ClientCredential => "Client Credentials",
        AuthenticationType.None => "None",
        _ => type.ToString(),
    };
}
