using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Tokens;

/// <summary>Access tokens for providers with client credentials (OAuth 2.0, RFC 6749 section 4.4).</summary>
public interface IAccessTokens
{
    /// <param name="provider">Whose client credentials.</param>
    /// <param name="fresh">Bypass the cache (test emails).</param>
    /// <param name="cancellationToken">The only thing that ends in an exception; no expected failure does.</param>
    Task<AccessTokenResult> GetAsync(ProviderInForce provider, bool fresh, CancellationToken cancellationToken);
}
