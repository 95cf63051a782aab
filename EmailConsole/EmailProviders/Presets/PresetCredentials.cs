namespace EmailConsole.EmailProviders.Presets;

/// <param name="AuthenticationType">The usual one.</param>
/// <param name="FixedUsername">The same for everybody, such as <c>apikey</c>; null: see the hint.</param>
/// <param name="UsernameHint">What to type as Username.</param>
/// <param name="SecretHint">What to type as Password, or Client Secret where that is the usual type.</param>
/// <param name="TokenEndpoint">Holds the placeholder <c>{tenant_id}</c>; null: no client credentials.</param>
/// <param name="Scopes">Null: no client credentials.</param>
public sealed record PresetCredentials(
    AuthenticationType AuthenticationType,
    string? FixedUsername,
    string UsernameHint,
    string SecretHint,
    string? TokenEndpoint = null,
    string? Scopes = null)
{
    internal static PresetCredentials Basic(string usernameHint, string secretHint, string? fixedUsername = null) =>
        new(AuthenticationType.Basic, fixedUsername, usernameHint, secretHint);
}
