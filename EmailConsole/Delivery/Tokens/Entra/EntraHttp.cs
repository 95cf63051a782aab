using EmailConsole.Delivery.Tokens.Http;
using EmailConsole.EmailProviders;
using Microsoft.Identity.Client;

namespace EmailConsole.Delivery.Tokens.Entra;

/// <summary>How MSAL reaches Microsoft Entra.</summary>
internal interface IEntraHttp
{
    /// <param name="origin">A tenant's provider is held to the network policy.</param>
    IMsalHttpClientFactory For(ProviderOrigin origin);
}

/// <summary>MSAL uses the same bounded client as any other token request.</summary>
internal sealed class EntraHttp(IHttpClientFactory clients) : IEntraHttp
{
    public IMsalHttpClientFactory For(ProviderOrigin origin) => new Factory(() => clients.CreateTokenClient(origin));

    private sealed class Factory(Func<HttpClient> create) : IMsalHttpClientFactory
    {
        public HttpClient GetHttpClient() => create();
    }
}
