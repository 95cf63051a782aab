namespace EmailConsole.Rest;

/// <summary>
/// Names of the authentication schemes of the REST APIs. They are asked only where an endpoint's policy names them, so
/// that the cookie of a browser is worth nothing there and an API credential nothing on a page.
/// </summary>
public static class RestSchemes
{
    /// <summary>RFC 7617, <c>user@tenant-domain</c> and password. Accounts answers it.</summary>
    public const string Basic = "Basic";

    /// <summary>The tenant's keys, as <c>Authorization: Bearer</c>. Accounts answers it.</summary>
    public const string ApiKey = "ApiKey";

    /// <summary>RFC 6750, an access token (JWT) that was issued here to a key. Accounts answers it.</summary>
    public const string KeyToken = "KeyToken";

    /// <summary>RFC 6750, an access token (JWT) of the configured issuer. Accounts answers it.</summary>
    public const string AccessToken = "AccessToken";

    /// <summary>What WSO2's APIs take, <c>/api/server</c>.</summary>
    internal static readonly string[] Server = [Basic, ApiKey, KeyToken, AccessToken];

    /// <summary>What <c>/api/v1</c> takes.</summary>
    internal static readonly string[] Console = [ApiKey, KeyToken, Basic];
}
