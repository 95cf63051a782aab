using System.Security.Claims;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.AspNetCore;
using Microsoft.Extensions.Options;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace EmailConsole.Accounts.ApiKeys.Tokens;

/// <summary>
/// Answers a request for a token: is the client a key of this tenant, and may it have the scopes. A wrong secret, a key of
/// another tenant and a tenant that does not exist are answered alike, in the same time. Wrong ones are counted by address and by client; a
/// right one always passes, since 256 bits are not guessed and others' guesses must not lock a key out.
/// </summary>
internal sealed partial class TokenRequests(
    ApiKeyCache cache,
    ApiKeyUses uses,
    TokenGuesses guesses,
    IOptions<SignInLimits> limits,
    TimeProvider time,
    ILogger<TokenRequests> logger)
    : IOpenIddictServerHandler<ValidateTokenRequestContext>, IOpenIddictServerHandler<HandleTokenRequestContext>
{
    private const string RetryAfter = "retry-after";
    private const string Unknown = "The client is not known here, or its secret is not right: the client id is the start of an API key of this tenant, the secret is the key.";
    private const string TooMany = "There were too many attempts with this client or from this address. Try again later.";
    private const string TooMuch = "The key behind this client does not have what the scope asks for.";

    /// <returns>Null where the request was not granted.</returns>
    public static Decision? DecisionOf(OpenIddictServerTransaction transaction) => transaction.GetProperty<Decision>(nameof(Decision));

    /// <returns>When to try again, where too much was guessed.</returns>
    public static TimeSpan? RetryAfterOf(OpenIddictServerTransaction transaction) =>
        transaction.Properties.TryGetValue(RetryAfter, out var after) ? after as TimeSpan? : null;

    public async ValueTask HandleAsync(ValidateTokenRequestContext context)
    {
        // Others are refused by the server itself
        if (!context.Request.IsClientCredentialsGrantType())
        {
            return;
        }

        var started = time.GetTimestamp();
        var http = context.Transaction.GetHttpRequest()!.HttpContext;
        if (await FindAsync(context.Request, http) is not { } key)
        {
            await RefuseAsync(context, http, started);
        }
        else if (TokenScopes.Grant(key.Caller.Scopes, context.Request.GetScopes()) is not { } scopes)
        {
            context.Reject(Errors.InvalidScope, TooMuch);
        }
        else
        {
            // No longer than its key
            var rest = key.ExpiresAt - time.GetUtcNow();
            var life = rest < SigningKeys.TokenLife ? rest.Value : SigningKeys.TokenLife;
            context.Transaction.SetProperty(nameof(Decision), new Decision(key.Caller, scopes, life));
        }
    }

    public ValueTask HandleAsync(HandleTokenRequestContext context)
    {
        var (key, scopes, life) = DecisionOf(context.Transaction)!;
        var identity = new ClaimsIdentity(nameof(TokenRequests));
        identity.SetClaim(Claims.Subject, context.Request.ClientId)
            .SetClaim(Claims.ClientId, context.Request.ClientId)
            .SetScopes(scopes)
            .SetAudiences(context.BaseUri!.AbsoluteUri.TrimEnd('/'))
            .SetDestinations(_ => [Destinations.AccessToken])
            .SetAccessTokenLifetime(life);
        uses.Note(key.KeyId);
        LogIssued(key.KeyId, key.TenantDomain);
        context.SignIn(new ClaimsPrincipal(identity));
        return ValueTask.CompletedTask;
    }

    private async Task<KnownApiKey?> FindAsync(OpenIddictRequest request, HttpContext http)
    {
        var (id, secret) = (request.ClientId, request.ClientSecret);
        if (string.IsNullOrEmpty(id) || string.IsNullOrEmpty(secret))
        {
            return null;
        }

        // The whole key, or what of it is secret
        var text = secret.StartsWith($"{id}_", StringComparison.Ordinal) ? secret : $"{id}_{secret}";
        return ApiKeyText.TryGetPrefix(text, out var prefix) && prefix == id
            && await cache.FindAsync(prefix, http.RequestAborted) is { } key
            && key.Accepts(text, time.GetUtcNow()) && key.Caller.TenantDomain == TenantOf(http)
                ? key
                : null;
    }

    private async Task RefuseAsync(ValidateTokenRequestContext context, HttpContext http, long started)
    {
        var address = http.Connection.RemoteIpAddress;
        if (string.IsNullOrEmpty(context.Request.ClientId) || string.IsNullOrEmpty(context.Request.ClientSecret))
        {
            context.Reject(Errors.InvalidClient, Unknown);
            return;
        }

        LogRefused(SignInThrottle.NetworkOf(address));
        if (guesses.Count(address, context.Request.ClientId) is { } retryAfter)
        {
            context.Transaction.Properties[RetryAfter] = retryAfter;
            context.Reject(Errors.TemporarilyUnavailable, TooMany);
            return;
        }

        var rest = limits.Value.RefusalTakes - time.GetElapsedTime(started);
        if (rest > TimeSpan.Zero)
        {
            await Task.Delay(rest, time, http.RequestAborted);
        }

        context.Reject(Errors.InvalidClient, Unknown);
    }

    private static string? TenantOf(HttpContext http)
    {
        var named = http.GetRouteValue(TenantPolicies.RouteValue)?.ToString() ?? TenantDomain.Super;
        return TenantDomain.TryParse(named, out var domain, out _) ? domain : null;
    }

    // The client id is left out: a key may have been pasted into it
    [LoggerMessage(Level = LogLevel.Information, Message = "A request from {Network} for an access token was not accepted.")]
    private partial void LogRefused(string network);

    [LoggerMessage(Level = LogLevel.Debug, Message = "The API key {KeyId} of {Domain} was given an access token.")]
    private partial void LogIssued(Guid keyId, string domain);

    /// <param name="Key">Whose token it is.</param>
    /// <param name="Scopes">What the token is for.</param>
    /// <param name="Life">How long it lives.</param>
    internal sealed record Decision(RestCaller.Key Key, IReadOnlyList<string> Scopes, TimeSpan Life);
}
