namespace EmailConsole.Accounts.AccessTokens;

/// <summary>The section <c>AccessTokens</c>: the issuer whose access tokens (JWT) WSO2's APIs take. Off unless it names one.</summary>
public sealed class AccessTokenOptions
{
    public const string Section = "AccessTokens";

    /// <summary>The claim <c>iss</c>, to the letter. Default none: no token is taken.</summary>
    public string? Issuer { get; set; }

    /// <summary>A token's claim <c>aud</c> must name one of them.</summary>
    public IList<string> Audiences { get; init; } = [];

    /// <summary>Where the issuer publishes its keys (JWKS, RFC 7517): https, or on loopback.</summary>
    public Uri? KeysAddress { get; set; }

    /// <summary>The claim that holds the tenant's domain. Default <c>tenant_domain</c>.</summary>
    public string TenantClaim { get; set; } = "tenant_domain";

    /// <summary>The claim that holds the scopes, separated by spaces or as a list. Default <c>scope</c>.</summary>
    public string ScopeClaim { get; set; } = "scope";

    internal bool IsOn => !string.IsNullOrWhiteSpace(Issuer);

    internal bool HasAudience => !IsOn || Audiences.Any(audience => !string.IsNullOrWhiteSpace(audience));

    internal bool HasKeys => !IsOn
        || (KeysAddress is { IsAbsoluteUri: true } keys
            && (keys.Scheme == Uri.UriSchemeHttps || (keys.Scheme == Uri.UriSchemeHttp && keys.IsLoopback)));

    internal bool HasClaims => !string.IsNullOrWhiteSpace(TenantClaim) && !string.IsNullOrWhiteSpace(ScopeClaim);
}
