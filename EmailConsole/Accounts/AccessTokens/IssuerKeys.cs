using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace EmailConsole.Accounts.AccessTokens;

/// <summary>
/// The issuer's keys, fetched at the first token and then twice a day; for a key that is not among them again, but at most
/// every five minutes, so that tokens made up by somebody cause no traffic. Where the issuer cannot be reached the last keys
/// hold on.
/// </summary>
internal sealed class IssuerKeys : IDisposable
{
    private const int MaxBytes = 256 * 1024;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, ConnectTimeout = Patience })
    {
        Timeout = Patience,
        MaxResponseContentBufferSize = MaxBytes,
    };

    public IssuerKeys(IOptions<AccessTokenOptions> tokens) => Manager = new ConfigurationManager<OpenIdConnectConfiguration>(
        tokens.Value.KeysAddress?.AbsoluteUri ?? "https://localhost",
        new KeySetReader(),
        new HttpDocumentRetriever(_http) { RequireHttps = tokens.Value.KeysAddress?.Scheme == Uri.UriSchemeHttps });

    public ConfigurationManager<OpenIdConnectConfiguration> Manager { get; }

    public void Dispose() => _http.Dispose();

    private sealed class KeySetReader : IConfigurationRetriever<OpenIdConnectConfiguration>
    {
        public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(
            string address, IDocumentRetriever retriever, CancellationToken cancel)
        {
            var keys = new OpenIdConnectConfiguration();
            foreach (var key in new JsonWebKeySet(await retriever.GetDocumentAsync(address, cancel)).GetSigningKeys())
            {
                keys.SigningKeys.Add(key);
            }

            return keys;
        }
    }
}
