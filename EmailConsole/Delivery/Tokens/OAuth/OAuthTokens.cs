using System.Text.Json;
using Duende.IdentityModel.Client;
using EmailConsole.Delivery.Tokens.Http;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Tokens.OAuth;

/// <summary>
/// Client credentials at any OAuth 2.0 token endpoint (RFC 6749 section 4.4), or a user's password (section 4.3); the client's secret in the
/// body (client_secret_post).
/// </summary>
internal sealed class OAuthTokens(IHttpClientFactory clients, TimeProvider time)
{
    /// <summary>Used where <c>expires_in</c> is left out, which RFC 6749 section 5.1 allows.</summary>
    private static readonly TimeSpan UnknownLife = TimeSpan.FromMinutes(1);

    public async Task<AccessTokenResult> GetAsync(ProviderInForce provider, Uri endpoint)
    {
        using var client = clients.CreateTokenClient(provider.Origin);
        var scope = string.IsNullOrWhiteSpace(provider.Settings.Scopes) ? null : provider.Settings.Scopes.Trim();
        try
        {
            if (provider.TokenUser is { } user)
            {
                using var ofUser = new PasswordTokenRequest { UserName = user, Password = provider.Secrets.Password, Scope = scope };
                return Read(await client.RequestPasswordTokenAsync(WithClient(ofUser, provider, endpoint)), endpoint);
            }

            using var ofClient = new ClientCredentialsTokenRequest { Scope = scope };
            return Read(await client.RequestClientCredentialsTokenAsync(WithClient(ofClient, provider, endpoint)), endpoint);
        }
        catch (Exception e) when (TokenFailures.OfException(e) is { } failure)
        {
            return failure;
        }
    }

    private static T WithClient<T>(T request, ProviderInForce provider, Uri endpoint)
        where T : TokenRequest
    {
        request.Address = endpoint.AbsoluteUri;
        request.ClientId = provider.Settings.ClientId!;
        request.ClientSecret = provider.Secrets.ClientSecret;
        request.ClientCredentialStyle = ClientCredentialStyle.PostBody;
        return request;
    }

    private AccessTokenResult Read(TokenResponse response, Uri endpoint)
    {
        if (response.Exception is { } exception)
        {
            return TokenFailures.OfException(exception) ?? TokenFailures.Unusable("Its answer is not one of OAuth 2.0.");
        }

        // The library reads an answer as an object; anything else would throw
        if (response.Json is not { ValueKind: JsonValueKind.Object } || response.IsError)
        {
            return TokenFailures.OfAnswer(response.HttpStatusCode, response.Raw);
        }

        var now = time.GetUtcNow();
        var life = response.ExpiresIn > 0 ? TimeSpan.FromSeconds(response.ExpiresIn) : UnknownLife;
        return TokenGrants.Check(response.AccessToken, response.TokenType, now + life, now, endpoint.IdnHost);
    }
}
