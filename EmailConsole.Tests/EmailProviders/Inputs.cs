using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.EmailProviders;

/// <summary>Forms as an administrator fills them.</summary>
public static class Inputs
{
    public const string Password = "p4ss-wörd <&>\"'\\ ${x}";

    public const string ClientSecret = "Cl1ent~Secret.Value";

    public static EmailProviderSettings BasicSettings => new()
    {
        Host = "smtp.foo.com",
        Port = 587,
        Encryption = SmtpEncryption.StartTlsRequired,
        FromAddress = "codes@foo.com",
        AuthenticationType = AuthenticationType.Basic,
        Username = "codes@foo.com",
    };

    public static EmailProviderSettings ClientCredentialSettings => new()
    {
        Host = "smtp.office365.com",
        Port = 587,
        Encryption = SmtpEncryption.StartTlsRequired,
        FromAddress = "codes@foo.com",
        AuthenticationType = AuthenticationType.ClientCredential,
        ClientId = "6731de76-14a6-49ae-97bc-6eba6914391e",
        TokenEndpoint = "https://login.microsoftonline.com/9188040d/oauth2/v2.0/token",
        Scopes = "https://outlook.office365.com/.default",
    };

    public static EmailProviderInput Basic => new(BasicSettings, new SecretInput.Replaced(Password), SecretInput.Keep);

    public static EmailProviderInput ClientCredential =>
        new(ClientCredentialSettings, SecretInput.Keep, new SecretInput.Replaced(ClientSecret));

    public static EmailProviderInput WithoutSecret(this EmailProviderInput input) =>
        input with { Password = SecretInput.Keep, ClientSecret = SecretInput.Keep };

    public static EmailProviderInput With(this EmailProviderInput input, Func<EmailProviderSettings, EmailProviderSettings> change) =>
        input with { Settings = change(input.Settings) };
}
