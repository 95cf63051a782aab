using EmailConsole.EmailProviders.Kinds;
using EmailConsole.EmailProviders.Presets;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>
/// Brings what was typed into the one form that is validated, compared and stored. Text that it cannot read stays as it
/// is, for the validator to say what is wrong. Done twice it changes nothing more.
/// </summary>
public static class Normalisation
{
    private static readonly EmailProviderSettings Unused = new() { AuthenticationType = AuthenticationType.None };

    public static EmailProviderInput Normalise(EmailProviderInput input) => input with
    {
        Settings = Normalise(input.Settings),
        Password = Normalise(input.Password),
        ClientSecret = Normalise(input.ClientSecret),
        Secrets = Trim(input.Secrets),
    };

    /// <summary>Trims, turns the host into A-labels, and drops what another server, authentication type or display name mode needs.</summary>
    public static EmailProviderSettings Normalise(EmailProviderSettings settings)
    {
        var used = settings.Take(Unused, field => !field.AppliesTo(settings));
        return used with
        {
            Preset = ProviderPresets.Find(used.Preset)?.Id,
            Host = Host(ProviderText.Trim(used.Host)),
            FromAddress = Addresses(used.FromAddress) ?? "",
            DisplayName = used.DisplayNameMode == DisplayNameMode.Name ? ProviderText.TrimToNull(used.DisplayName) : null,
            ReplyTo = Addresses(used.ReplyTo),
            Username = ProviderText.TrimToNull(used.Username),
            ClientId = ProviderText.TrimToNull(used.ClientId),
            TokenEndpoint = ProviderText.TrimToNull(used.TokenEndpoint),
            Scopes = Scopes(ProviderText.TrimToNull(used.Scopes)),
            Values = Own(used),
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

    private static KindValues Own(EmailProviderSettings settings) => (ProviderKinds.Find(settings.Kind)?.Fields ?? [])
        .Where(field => field.AppliesTo(settings))
        .Aggregate(KindValues.None, (own, field) => field.Value is { } name ? own.With(name, settings.Values[name]?.Trim()) : own);

    // A key is copied with what stands around it, a line break for instance
    private static KindValues Trim(KindValues values) => values.Names.Aggregate(values, (trimmed, name) => trimmed.With(name, trimmed[name]?.Trim()));

    // A pasted key ends in a line break that is none of it; blanks may be part of a password
    private static SecretInput Normalise(SecretInput? secret) => secret switch
    {
        SecretInput.Replaced { Value: { } value } => new SecretInput.Replaced(value.TrimEnd('\r', '\n')),
        _ => SecretInput.Keep,
    };
}
