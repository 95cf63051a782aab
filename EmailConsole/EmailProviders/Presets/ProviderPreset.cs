namespace EmailConsole.EmailProviders.Presets;

/// <summary>A known provider: what choosing it fills in, and what to know about it.</summary>
/// <param name="Id">Stored with the settings.</param>
/// <param name="Name">As the provider calls itself.</param>
/// <param name="Hosts">The first is the usual one; several where there are regions or data centres.</param>
/// <param name="Ports">The first is the usual one.</param>
/// <param name="Credentials">Who signs in, and how.</param>
/// <param name="Notes">Sentences for beside the form.</param>
/// <param name="Limits">What the provider allows; null: by plan, or not published.</param>
/// <param name="GuideId">The checklist that leads through the set-up; null: none.</param>
public sealed record ProviderPreset(
    string Id,
    string Name,
    IReadOnlyList<PresetHost> Hosts,
    IReadOnlyList<PresetPort> Ports,
    PresetCredentials Credentials,
    IReadOnlyList<string> Notes,
    PresetLimits? Limits = null,
    string? GuideId = null);

/// <param name="Host">The host name.</param>
/// <param name="Place">The region, data centre or purpose; null where there is one only.</param>
public sealed record PresetHost(string Host, string? Place = null);

/// <param name="Port">The port.</param>
/// <param name="Encryption">What the port speaks.</param>
public sealed record PresetPort(int Port, SmtpEncryption Encryption)
{
    internal static PresetPort StartTls(int port) => new(port, SmtpEncryption.StartTlsRequired);

    internal static PresetPort Tls(int port) => new(port, SmtpEncryption.Tls);
}

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

/// <summary>What a provider allows one account; null members: unlimited, by plan, or not published.</summary>
public sealed record PresetLimits
{
    public int? MessagesPerMinute { get; init; }

    public int? MessagesPerDay { get; init; }

    public int? RecipientsPerDay { get; init; }

    public int? RecipientsPerMessage { get; init; }

    /// <summary>At the same time.</summary>
    public int? Connections { get; init; }

    public int? MessagesPerConnection { get; init; }
}
