using EmailConsole.Delivery.Redaction;
using EmailConsole.Delivery.Tokens.Entra;
using EmailConsole.Delivery.Tokens.OAuth;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Tokens;

/// <summary>Chooses the client by the endpoint, keeps tokens, and asks once however many wait.</summary>
internal sealed class AccessTokens(EntraTokens entra, OAuthTokens oauth, TokenCache cache) : IAccessTokens
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TokenKey, Task<AccessTokenResult>> _underWay = [];

    public async Task<AccessTokenResult> GetAsync(ProviderInForce provider, bool fresh, CancellationToken cancellationToken)
    {
        var key = TokenKey.For(provider);
        if (!fresh && cache.Find(key) is { } kept)
        {
            if (cache.ClaimRefresh(key))
            {
                // Nobody waits: the kept one is good for a while, and what fails is tried again
                _ = Join(key, provider);
            }

            return kept;
        }

        // One who gives up waiting does not end the others' wait: the request has a time limit of its own
        return await Join(key, provider).WaitAsync(cancellationToken);
    }

    public async Task<AccessTokenResult> ReplaceAsync(
        ProviderInForce provider, AccessTokenResult.Granted refused, CancellationToken cancellationToken)
    {
        var replacement = await Join(TokenKey.For(provider), provider, refused).WaitAsync(cancellationToken);

        // An issuer may give out the same token until it ends: the server has refused that one, and counts every try
        return replacement is AccessTokenResult.Granted granted && granted.Token == refused.Token ? TokenFailures.SameAgain : replacement;
    }

    /// <param name="key">Of the provider.</param>
    /// <param name="provider">Asked about, where nobody asks yet.</param>
    /// <param name="refused">Null: it must be new. Else whatever replaced this one meanwhile is as good.</param>
    private Task<AccessTokenResult> Join(TokenKey key, ProviderInForce provider, AccessTokenResult.Granted? refused = null)
    {
        lock (_gate)
        {
            // Within the lock: who comes when the request has just ended finds its token, and does not ask again
            if (refused is not null && cache.Find(key) is { } kept && kept.Token != refused.Token)
            {
                return Task.FromResult<AccessTokenResult>(kept);
            }

            if (!_underWay.TryGetValue(key, out var fetching))
            {
                _underWay[key] = fetching = Task.Run(() => FetchAsync(key, provider));
            }

            return fetching;
        }
    }

    private async Task<AccessTokenResult> FetchAsync(TokenKey key, ProviderInForce provider)
    {
        try
        {
            var result = await AskAsync(provider);
            switch (result)
            {
                case AccessTokenResult.Granted granted:
                    cache.Put(key, granted);
                    break;
                case AccessTokenResult.Failed { ServerText: { } text } failed:
                    return failed with { ServerText = SecretScrubber.For(provider.Secrets.ClientSecret, provider.Secrets.Password).Scrub(text) };
            }

            return result;
        }
        finally
        {
            lock (_gate)
            {
                _underWay.Remove(key);
            }
        }
    }

    private async Task<AccessTokenResult> AskAsync(ProviderInForce provider)
    {
        if (!Uri.TryCreate(provider.Settings.TokenEndpoint, UriKind.Absolute, out var endpoint) || endpoint.Scheme != Uri.UriSchemeHttps)
        {
            return TokenFailures.Unusable("The token endpoint is not an https address.");
        }

        if (string.IsNullOrEmpty(provider.Settings.ClientId) || string.IsNullOrEmpty(provider.Secrets.ClientSecret))
        {
            return TokenFailures.Unusable("The client id or the client secret is missing.");
        }

        if (provider.TokenUser is not null && string.IsNullOrEmpty(provider.Secrets.Password))
        {
            return TokenFailures.Unusable("The password is missing.");
        }

        // Of a user it is one plain request of RFC 6749 everywhere
        if (provider.TokenUser is not null || !EntraEndpoint.IsEntraHost(endpoint))
        {
            return await oauth.GetAsync(provider, endpoint);
        }

        return EntraEndpoint.TryParse(endpoint, out var known)
            ? await entra.GetAsync(provider, known)
            : TokenFailures.Unusable($"The path of a token endpoint on {endpoint.Host} is /{{tenant_id}}/oauth2/v2.0/token.");
    }
}
