using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Tokens;

/// <summary>Access tokens for providers with client credentials (OAuth 2.0, RFC 6749 section 4.4), or with those of a user besides (section 4.3).</summary>
public interface IAccessTokens
{
    /// <param name="provider">Whose client credentials.</param>
    /// <param name="fresh">Bypass the cache (test emails).</param>
    /// <param name="cancellationToken">The only thing that ends in an exception; no expected failure does.</param>
    Task<AccessTokenResult> GetAsync(ProviderInForce provider, bool fresh, CancellationToken cancellationToken);

    /// <summary>Another token for one that a server refused before its time. Many who ask at once get the same.</summary>
    /// <param name="provider">Whose client credentials.</param>
    /// <param name="refused">Never given again: an issuer that has no other ends in <see cref="AccessTokenResult.Failed"/>.</param>
    /// <param name="cancellationToken">Ends as with <see cref="GetAsync"/>.</param>
    Task<AccessTokenResult> ReplaceAsync(ProviderInForce provider, AccessTokenResult.Granted refused, CancellationToken cancellationToken);
}
