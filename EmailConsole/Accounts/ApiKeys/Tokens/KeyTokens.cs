using EmailConsole.Rest;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Tokens;

namespace EmailConsole.Accounts.ApiKeys.Tokens;

/// <summary>
/// Finds the key behind an access token, at every request: a token is worth what its key is worth at that moment. Issuer and
/// audience are the address by which the token was asked for, and one console may have several: that it is ours says the signature.
/// </summary>
internal sealed class KeyTokens(SigningKeys keys, ApiKeyCache cache, TimeProvider time)
{
    /// <summary>RFC 9068, section 2.1.</summary>
    public const string Type = "at+jwt";

    public const string ScopeClaim = "scope";

    // Between the clocks of several processes
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    private static readonly JsonWebTokenHandler Tokens = new() { MapInboundClaims = false, MaximumTokenSizeInBytes = 16 * 1024 };

    /// <summary>Whether a bearer credential says that it was issued here; whether that is so is not looked at.</summary>
    public static bool IsOurs(string bearer)
    {
        try
        {
            return bearer.AsSpan().Count('.') == 2 && SigningKeys.IsId(new JsonWebToken(bearer).Kid);
        }
        catch (Exception e) when (e is ArgumentException or SecurityTokenException)
        {
            return false;
        }
    }

    /// <returns>Null: not a good token, or its key is revoked or expired, or the tenant inactive.</returns>
    public async ValueTask<RestCaller.Key?> FindAsync(string token, CancellationToken cancellationToken)
    {
        var result = await Tokens.ValidateTokenAsync(token, new TokenValidationParameters
        {
            ValidateIssuer = false,
            ValidateAudience = false,
            ValidTypes = [Type],
            ValidAlgorithms = [SecurityAlgorithms.EcdsaSha256],
            RequireSignedTokens = true,
            IssuerSigningKeyResolver = (_, _, kid, _) => keys.Find(kid) is { } key ? [key] : [],
            LifetimeValidator = (from, until, _, _) => IsAlive(from, until),
        });
        if (!result.IsValid || result.SecurityToken is not JsonWebToken { Subject: { } prefix } read
            || await cache.FindAsync(prefix, cancellationToken) is not { } known || !known.IsGoodAt(time.GetUtcNow()))
        {
            return null;
        }

        var scopes = read.TryGetPayloadValue<string>(ScopeClaim, out var text) ? text.Split(' ', StringSplitOptions.RemoveEmptyEntries) : [];
        return TokenScopes.Narrow(known.Caller, scopes);
    }

    private bool IsAlive(DateTime? from, DateTime? until)
    {
        var now = time.GetUtcNow().UtcDateTime;
        return until > now && (from is null || from <= now + ClockSkew);
    }
}
