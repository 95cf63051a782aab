using EmailConsole.Delivery.Tokens.Entra;
using EmailConsole.Delivery.Tokens.Http;
using EmailConsole.Delivery.Tokens.OAuth;

namespace EmailConsole.Delivery.Tokens;

internal static class TokensRegistration
{
    public static void AddTokens(this IHostApplicationBuilder builder)
    {
        builder.Services.AddTokenHttp();
        builder.Services.AddSingleton<IEntraHttp, EntraHttp>();
        builder.Services.AddSingleton<EntraTokens>();
        builder.Services.AddSingleton<OAuthTokens>();
        builder.Services.AddSingleton<TokenCache>();
        builder.Services.AddSingleton<IAccessTokens, AccessTokens>();
    }
}
