namespace EmailConsole.Rest;

/// <summary>
/// Which requests are for a REST API: <c>/api/…</c> and <c>/t/{tenant-domain}/api/…</c>, and likewise where programs get
/// their access tokens, <c>/oauth2/…</c>.
/// </summary>
public static class RestPaths
{
    /// <summary>Where this console's own API is, with a tenant's domain as route value.</summary>
    public const string Console = $"/t/{{{Tenants.TenantPolicies.RouteValue}}}/api/v1";

    /// <summary>Where a program gets an access token (RFC 6749, section 3.2), below a tenant's address as below the super tenant's.</summary>
    public const string Token = $"{OAuth}/token";

    /// <summary>The public keys of access tokens (RFC 7517).</summary>
    public const string TokenKeys = $"{OAuth}/jwks";

    /// <summary>Says where those two are (OpenID Connect Discovery 1.0).</summary>
    public const string TokenConfiguration = "/.well-known/openid-configuration";

    internal const string OAuth = "/oauth2";

    private static readonly string[] Apis = ["/api", OAuth, TokenConfiguration];

    // An organisation's part of WSO2's addresses; there are no organisations here, and its answer is one of the API too
    private static readonly string[] Qualifiers = ["/t/", "/o/"];

    /// <summary>Also true for paths below that nothing answers: the error is one of the API then.</summary>
    public static bool IsRest(PathString path) => Below(path) is not null;

    /// <summary>The path without its tenant and organisation, such as <c>/api/v1/emails</c>; null outside the APIs.</summary>
    public static PathString? Below(PathString path)
    {
        var rest = path.Value ?? "";
        foreach (var qualifier in Qualifiers)
        {
            if (rest.StartsWith("/o/api/", StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[2..];
            }
            else if (rest.StartsWith(qualifier, StringComparison.OrdinalIgnoreCase)
                && rest.IndexOf('/', qualifier.Length) is var end && end > qualifier.Length)
            {
                rest = rest[end..];
            }
        }

        // Not by conversion from a text, which would decode it once more
        var below = new PathString(rest);
        return Array.Exists(Apis, api => below.StartsWithSegments(api, StringComparison.OrdinalIgnoreCase)) ? below : (PathString?)null;
    }
}
