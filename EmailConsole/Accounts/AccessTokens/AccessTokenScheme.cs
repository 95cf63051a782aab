using EmailConsole.Rest;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace EmailConsole.Accounts.AccessTokens;

/// <summary>What a token must be (RFC 9068, section 4): signed by the issuer's key, for us, and not over.</summary>
internal sealed class AccessTokenScheme(IOptions<AccessTokenOptions> tokens, IssuerKeys keys) : IConfigureNamedOptions<JwtBearerOptions>
{
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    // Asymmetric only: with others whoever knows the public key could sign
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    public void Configure(JwtBearerOptions options)
    {
    }

    public void Configure(string? name, JwtBearerOptions options)
    {
        if (name != RestSchemes.AccessToken)
        {
            return;
        }

        options.EventsType = typeof(AccessTokenEvents);
        options.MapInboundClaims = false;
        options.SaveToken = false;
        options.TokenValidationParameters = new TokenValidationParameters
        {
            ValidIssuer = tokens.Value.Issuer,
            ValidAudiences = tokens.Value.Audiences,
            ValidAlgorithms = Algorithms,
            RequireExpirationTime = true,
            RequireSignedTokens = true,
            ClockSkew = ClockSkew,
        };
        if (tokens.Value.IsOn)
        {
            options.ConfigurationManager = keys.Manager;
        }
    }
}
