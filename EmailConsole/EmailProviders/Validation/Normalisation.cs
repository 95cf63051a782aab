using EmailConsole.EmailProviders.Editing;
using EmailConsole.EmailProviders.Hints;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>
/// Brings what was typed into the one form that is validated, compared and stored. Text that it cannot read stays as it
/// is, for the validator to say what is wrong. Done twice it changes nothing more.
/// </summary>
public static class Normalisation
{
    public static EmailProviderInput Normalise(EmailProviderInput input) => input with
    {
        Settings = Normalise(input.Settings),
        Password = Normalise(input.Password),
        ClientSecret = Normalise(input.ClientSecret),
    };

    /// <summary>Trims, turns the host into A-labels, and drops what another server, authentication type or display name mode needs.</summary>
    public static EmailProviderSettings Normalise(EmailProviderSettings settings) => settings.Server == ProviderServer.Platform
        ? NormaliseSender(settings, new EmailProviderSettings { Server = ProviderServer.Platform, AuthenticationType = AuthenticationType.None })
        : NormaliseSender(settings, NormaliseServer(settings));

    private static EmailProviderSettings NormaliseSender(EmailProviderSettings settings, EmailProviderSettings server) => server with
    {
        FromAddress = Addresses(settings.FromAddress) ?? "",
        DisplayNameMode = settings.DisplayNameMode,
        DisplayName = settings.DisplayNameMode == DisplayNameMode.Name ? ProviderText.TrimToNull(settings.DisplayName) : null,
        ReplyTo = Addresses(settings.ReplyTo),
    };

    private static EmailProviderSettings NormaliseServer(EmailProviderSettings settings)
    {
        var isBasic = settings.AuthenticationType == AuthenticationType.Basic;
        var isClientCredential = settings.AuthenticationType == AuthenticationType.ClientCredential;
        return settings with
        {
            Preset = ProviderPresets.Find(settings.Preset)?.Id,
            Host = Host(ProviderText.Trim(settings.Host)),
            Username = isBasic ? ProviderText.TrimToNull(settings.Username) : null,
            ClientId = isClientCredential ? ProviderText.TrimToNull(settings.ClientId) : null,
            TokenEndpoint = isClientCredential ? ProviderText.TrimToNull(settings.TokenEndpoint) : null,
            Scopes = isClientCredential ? Scopes(ProviderText.TrimToNull(settings.Scopes)) : null,
        };
    }

    // In an address nobody means what nobody sees; what is too long is refused as it is
    private static string? Addresses(string? text) => text is null || text.Length > ProviderText.MaxLong
        ? text
        : ProviderText.TrimToNull(InvisibleCharacters.TakeOut(text));

    private static string Host(string text) => HostName.TryParse(text, out var host, out _) ? host : text;

    private static string? Scopes(string? text) => text is null || text.Length > ProviderText.MaxLong
        ? text
        : string.Join(' ', text.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries));

    // A pasted key ends in a line break that is none of it; blanks may be part of a password
    private static SecretInput Normalise(SecretInput? secret) => secret switch
    {
        SecretInput.Replaced { Value: { } value } => new SecretInput.Replaced(value.TrimEnd('\r', '\n')),
        _ => SecretInput.Keep,
    };
}
