using EmailConsole.Delivery.Http;
using EmailConsole.EmailProviders;

namespace EmailConsole.Delivery.Tokens.Http;

/// <summary>The one way to a token endpoint: bounded in time and size, on connections that the network policy allows.</summary>
internal static class TokenHttp
{
    /// <summary>For the whole request.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    private const int MaxResponse = 1024 * 1024;
    internal const string RestrictedName = "token-endpoint-of-tenant";
    internal const string UnrestrictedName = "token-endpoint";

    public static HttpClient CreateTokenClient(this IHttpClientFactory clients, ProviderOrigin origin) =>
        clients.CreateClient(origin == ProviderOrigin.Tenant ? RestrictedName : UnrestrictedName);

    public static void AddTokenHttp(this IServiceCollection services)
    {
        Add(services, RestrictedName, ProviderOrigin.Tenant);
        Add(services, UnrestrictedName, ProviderOrigin.SuperTenant);
    }

    private static void Add(IServiceCollection services, string name, ProviderOrigin origin) => services
        .AddHttpClient(name, client =>
        {
            client.Timeout = Timeout;
            client.MaxResponseContentBufferSize = MaxResponse;
        })
        .RemoveAllLoggers()
        .ConfigurePrimaryHttpMessageHandler(provider => provider.GetRequiredService<OutboundHttp>().CreateHandler(origin));
}
