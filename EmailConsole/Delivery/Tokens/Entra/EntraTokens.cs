using System.Net;
using EmailConsole.EmailProviders;
using Microsoft.Identity.Client;

namespace EmailConsole.Delivery.Tokens.Entra;

/// <summary>Client credentials at Microsoft Entra, by MSAL. Contacts the endpoint's host and nothing else.</summary>
internal sealed class EntraTokens(IEntraHttp http, TimeProvider time)
{
    /// <remarks>An application lives for one request: <see cref="TokenCache"/> keeps the tokens of every kind of endpoint alike.</remarks>
    public async Task<AccessTokenResult> GetAsync(ProviderInForce provider, EntraEndpoint endpoint)
    {
        try
        {
            var result = await Application(provider, endpoint).AcquireTokenForClient(Scopes(provider.Settings)).ExecuteAsync();
            return TokenGrants.Check(result.AccessToken, result.TokenType, result.ExpiresOn, time.GetUtcNow(), endpoint.Host);
        }
        catch (MsalServiceException e) when (e.ErrorCode == MsalError.RequestTimeout)
        {
            return new AccessTokenResult.Failed(DeliveryFailureKind.TimedOut, null, true);
        }
        catch (MsalServiceException e) when (e.StatusCode != 0)
        {
            return TokenFailures.OfAnswer((HttpStatusCode)e.StatusCode, e.ResponseBody);
        }
        catch (MsalClientException e) when (e.InnerException is null && e.ErrorCode != MsalError.JsonParseError)
        {
            return TokenFailures.Unusable(e.Message);
        }
        catch (MsalException e)
        {
            return TokenFailures.OfException(e.InnerException ?? e) ?? TokenFailures.Unusable("Its answer is not one of OAuth 2.0.");
        }
        catch (Exception e) when (TokenFailures.OfException(e) is { } failure)
        {
            return failure;
        }
    }

    private IConfidentialClientApplication Application(ProviderInForce provider, EntraEndpoint endpoint) =>
        ConfidentialClientApplicationBuilder
            .Create(provider.Settings.ClientId)
            .WithClientSecret(provider.Secrets.ClientSecret)
            .WithAuthority(endpoint.Authority, validateAuthority: false)
            .WithInstanceDiscovery(false)
            .WithInstanceDiscoveryMetadata(Metadata(endpoint.Host))
            .WithHttpClientFactory(http.For(provider.Origin), retryOnceOn5xx: false)
            .Build();

    // Without it MSAL replaces the older hosts by newer ones of its own knowledge
    private static string Metadata(string host) =>
        $$"""{"api-version":"1.1","metadata":[{"preferred_network":"{{host}}","preferred_cache":"{{host}}","aliases":["{{host}}"]}]}""";

    private static string[] Scopes(EmailProviderSettings settings) =>
        (settings.Scopes ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
}
