using EmailConsole.Rest;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.AccessTokens;

internal static class AccessTokenRegistration
{
    public static void AddAccessTokens(this IServiceCollection services)
    {
        services.AddOptions<AccessTokenOptions>().BindConfiguration(AccessTokenOptions.Section)
            .Validate(o => o.HasAudience, "AccessTokens:Audiences must name at least one audience, where AccessTokens:Issuer names an issuer.")
            .Validate(o => o.HasKeys, "AccessTokens:KeysAddress must be an https address of the issuer's keys (http on loopback), where AccessTokens:Issuer names an issuer.")
            .Validate(o => o.HasClaims, "AccessTokens:TenantClaim and AccessTokens:ScopeClaim must name a claim each.")
            .ValidateOnStart();
        services.AddSingleton<IssuerKeys>();
        services.AddSingleton<AccessTokenEvents>();
        services.AddSingleton<AccessTokenActorSource>();
        services.AddSingleton<IConfigureOptions<JwtBearerOptions>, AccessTokenScheme>();
        services.AddAuthentication().AddJwtBearer(RestSchemes.AccessToken, null, _ => { });
    }
}
