namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>How a sender signs in at the server.</summary>
internal static class SenderAuthentication
{
    public const string Basic = "BASIC";
    public const string ClientCredential = "CLIENT_CREDENTIAL";
    public const string None = "NONE";

    /// <summary>Those of SMTP.</summary>
    public static readonly IReadOnlyList<string> All = [Basic, ClientCredential, None];

    private static readonly string[] Credentials =
        [SenderKeys.Username, SenderKeys.ClientId, SenderKeys.TokenEndpoint, SenderKeys.Scopes];

    public static EmailProviderSettings Read(WrittenSender sender, SenderVersion version, EmailProviderSettings settings) =>
        settings with
        {
            AuthenticationType = Type(sender, version),
            Username = sender.Credential(SenderKeys.Username),
            ClientId = sender.Credential(SenderKeys.ClientId),
            TokenEndpoint = sender.Credential(SenderKeys.TokenEndpoint),
            Scopes = sender.Credential(SenderKeys.Scopes),
        };

    /// <summary>The type as it was sent; null: none, and it follows from what else is there.</summary>
    public static string? Declared(WrittenSender sender, SenderVersion version) =>
        (version == SenderVersion.V2 ? sender.AuthType : sender[SenderKeys.JavaAuthType])?.Trim() is { Length: > 0 } type ? type : null;

    public static bool Is(string? declared, string type) => string.Equals(declared, type, StringComparison.OrdinalIgnoreCase);

    public static string NameOf(AuthenticationType type) => type switch
    {
        AuthenticationType.Basic => Basic,
        AuthenticationType.ClientCredential => ClientCredential,
        AuthenticationType.None => None,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, "No such type."),
    };

    /// <summary>Says the settings' authentication in both versions' words, and removes what said another.</summary>
    public static WrittenSender Write(WrittenSender sender, EmailProviderSettings settings)
    {
        var clean = sender.Without([
            .. Credentials, .. Credentials.Select(SenderKeys.Java), SenderKeys.Auth, SenderKeys.JavaAuthType]);
        return (clean with { AuthType = NameOf(settings.AuthenticationType) })
            .With(SenderKeys.Auth, settings.AuthenticationType == AuthenticationType.None ? "false" : "true")
            .With(SenderKeys.Username, settings.Username)
            .With(SenderKeys.ClientId, settings.ClientId)
            .With(SenderKeys.TokenEndpoint, settings.TokenEndpoint)
            .With(SenderKeys.Scopes, settings.Scopes);
    }

    private static AuthenticationType Type(WrittenSender sender, SenderVersion version)
    {
        var declared = Declared(sender, version);
        if (sender.Flag(SenderKeys.Auth) == false || Is(declared, None))
        {
            return AuthenticationType.None;
        }

        if (Is(declared, ClientCredential))
        {
            return AuthenticationType.ClientCredential;
        }

        return Is(declared, Basic) ? AuthenticationType.Basic : Implied(sender);
    }

    private static AuthenticationType Implied(WrittenSender sender) =>
        sender.Credential(SenderKeys.Username) is not null ? AuthenticationType.Basic
        : sender.Credential(SenderKeys.ClientId) is not null && sender.Credential(SenderKeys.TokenEndpoint) is not null
            ? AuthenticationType.ClientCredential
        : sender.Flag(SenderKeys.Auth) == true ? AuthenticationType.Basic
        : AuthenticationType.None;
}
