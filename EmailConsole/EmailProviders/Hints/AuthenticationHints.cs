using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.EmailProviders.Hints;

/// <summary>Ways to sign in that the provider is about to refuse, or refuses.</summary>
internal static class AuthenticationHints
{
    public static IEnumerable<FieldHint> Find(EmailProviderSettings settings, ProviderPreset? provider)
    {
        if (provider?.Id == "microsoft365" && settings.AuthenticationType == AuthenticationType.Basic)
        {
            yield return new FieldHint(
                nameof(EmailProviderSettings.AuthenticationType),
                "Microsoft 365 switches Basic off by default from the end of December 2026; choose Client Credentials.");
        }

        if (settings.AuthenticationType == AuthenticationType.ClientCredential && provider is { Credentials.TokenEndpoint: null })
        {
            yield return new FieldHint(
                nameof(EmailProviderSettings.AuthenticationType), $"{provider.Name} signs in with Basic: {provider.Credentials.SecretHint}.");
        }

        if (provider?.Credentials.FixedUsername is { } user
            && settings is { AuthenticationType: AuthenticationType.Basic, Username: { } typed } && typed != user)
        {
            yield return new FieldHint(nameof(EmailProviderSettings.Username), $"{provider.Name} expects {user} here, for everybody.");
        }

        if (settings.Scopes?.Contains("graph.microsoft.com", StringComparison.OrdinalIgnoreCase) == true)
        {
            yield return new FieldHint(
                nameof(EmailProviderSettings.Scopes),
                "SMTP refuses a token for Microsoft Graph; the scope is https://outlook.office365.com/.default.");
        }
    }
}
