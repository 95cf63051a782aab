using EmailConsole.EmailProviders;
using Microsoft.Identity.Client;

namespace EmailConsole.Delivery.Tokens.Entra;

/// <summary>How MSAL reaches Microsoft Entra.</summary>
internal interface IEntraHttp
{
    /// <param name="origin">A tenant's provider is held to the network policy.</param>
    IMsalHttpClientFactory For(ProviderOrigin origin);
}
