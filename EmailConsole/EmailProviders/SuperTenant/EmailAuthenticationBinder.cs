namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>The part of <see cref="EmailSectionBinder"/> that is about signing in.</summary>
internal static class EmailAuthenticationBinder
{
    private const string Basic = "BASIC";
    private const string ClientCredential = "CLIENT_CREDENTIAL";

    public static SuperTenantSettings Bind(EmailSection section, EmailProviderSettings settings)
    {
        // Read in any case, so that a wrong value is said although authentication is off
        var type = Type(section);
        var username = section.Text(EmailKeys.Username);
        var password = section.Text(EmailKeys.Password);
        var clientId = section.Text(EmailKeys.ClientId);
        var clientSecret = section.Text(EmailKeys.ClientSecret);
        var endpoint = Endpoint(section);
        var scopes = section.Text(EmailKeys.Scopes)?.Trim();

        if (section.Flag(EmailKeys.EnableAuthentication) == false)
        {
            return new SuperTenantSettings(settings with { AuthenticationType = AuthenticationType.None }, EmailProviderSecrets.None);
        }

        if (type is null)
        {
            return new SuperTenantSettings(settings, EmailProviderSecrets.None);
        }

        if (type == AuthenticationType.Basic)
        {
            const string orNone = "A server that asks for no sign-in needs enable_authentication = false.";
            section.Require(EmailKeys.Username, username, $"BASIC authentication needs it. {orNone}");
            section.Require(EmailKeys.Password, password, $"BASIC authentication needs it. {orNone}");
            return new SuperTenantSettings(
                settings with { AuthenticationType = AuthenticationType.Basic, Username = username },
                new EmailProviderSecrets(password, ClientSecret: null));
        }

        const string needed = "CLIENT_CREDENTIAL authentication needs it.";
        section.Require(EmailKeys.ClientId, clientId, needed);
        section.Require(EmailKeys.ClientSecret, clientSecret, needed);
        section.Require(EmailKeys.TokenEndpoint, endpoint, $"{needed} Microsoft's is \"https://login.microsoftonline.com/<tenant>/oauth2/v2.0/token\".");
        section.Require(EmailKeys.Scopes, scopes, $"{needed} Microsoft's is \"https://outlook.office365.com/.default\".");
        return new SuperTenantSettings(
            settings with
            {
                AuthenticationType = AuthenticationType.ClientCredential,
                ClientId = clientId,
                TokenEndpoint = endpoint,
                Scopes = scopes,
            },
            new EmailProviderSecrets(Password: null, clientSecret));
    }

    /// <summary>An absent or empty <c>auth_type</c> is BASIC.</summary>
    public static bool IsBasic(EmailEntry? authType) =>
        authType is null || (authType.Value.Value is string text && IsBasic(text.Trim()));

    private static bool IsBasic(string type) => type.Length == 0 || type.Equals(Basic, StringComparison.OrdinalIgnoreCase);

    /// <returns>Null when it is wrong: what else is needed is not known then.</returns>
    private static AuthenticationType? Type(EmailSection section)
    {
        var text = section.Text(EmailKeys.AuthType)?.Trim() ?? "";
        if (text.Equals(ClientCredential, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticationType.ClientCredential;
        }

        if (IsBasic(text))
        {
            return AuthenticationType.Basic;
        }

        section.Error(section.Entry(EmailKeys.AuthType)!, $"auth_type is \"{Basic}\" or \"{ClientCredential}\". For none write enable_authentication = false.");
        return null;
    }

    private static string? Endpoint(EmailSection section)
    {
        var text = section.Text(EmailKeys.TokenEndpoint)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return text;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme == Uri.UriSchemeHttps
            && uri.UserInfo.Length == 0
            && uri.Fragment.Length == 0)
        {
            return text;
        }

        section.Error(section.Entry(EmailKeys.TokenEndpoint)!, "token_endpoint is an address that begins with https://, without a user name and without #. The client secret is sent to it.");
        return null;
    }
}
