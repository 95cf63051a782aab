using EmailConsole.EmailProviders.Editing;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>What the validator's fields are called in the API.</summary>
internal static class SenderFieldNames
{
    public static string Of(string field) => field switch
    {
        nameof(EmailProviderSettings.Host) or nameof(EmailProviderSettings.Server) => SenderKeys.Host,
        nameof(EmailProviderSettings.Port) => SenderKeys.Port,
        nameof(EmailProviderSettings.Encryption) => SenderKeys.StartTlsEnable,
        nameof(EmailProviderSettings.FromAddress) => SenderKeys.FromAddress,
        nameof(EmailProviderSettings.DisplayName) or nameof(EmailProviderSettings.DisplayNameMode) => SenderKeys.Signature,
        nameof(EmailProviderSettings.ReplyTo) => SenderKeys.ReplyTo,
        nameof(EmailProviderSettings.AuthenticationType) => SenderKeys.AuthType,
        nameof(EmailProviderSettings.Username) => SenderKeys.Username,
        nameof(EmailProviderSettings.ClientId) => SenderKeys.ClientId,
        nameof(EmailProviderSettings.TokenEndpoint) => SenderKeys.TokenEndpoint,
        nameof(EmailProviderSettings.Scopes) => SenderKeys.Scopes,
        nameof(EmailProviderInput.Password) => SenderKeys.Password,
        nameof(EmailProviderInput.ClientSecret) => SenderKeys.ClientSecret,
        _ => field,
    };
}
