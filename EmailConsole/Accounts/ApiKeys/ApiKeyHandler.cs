using System.Security.Claims;
using System.Text.Encodings.Web;
using EmailConsole.Rest;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.ApiKeys;

/// <summary>The scheme <see cref="RestSchemes.ApiKey"/>. Bearer tokens that do not look like a key are left to others.</summary>
internal sealed class ApiKeyHandler(
    ApiKeyCache cache,
    ApiKeyUses uses,
    TimeProvider clock,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerCredential.Of(Request) is not { } text || !ApiKeyText.TryGetPrefix(text, out var prefix))
        {
            return AuthenticateResult.NoResult();
        }

        if (await cache.FindAsync(prefix, Context.RequestAborted) is not { } key || !key.Accepts(text, clock.GetUtcNow()))
        {
            return AuthenticateResult.Fail("The key is unknown, revoked or expired.");
        }

        uses.Note(key.Caller.KeyId);
        var principal = new ClaimsPrincipal(new RestIdentity(key.Caller, RestSchemes.ApiKey));
        return AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }
}
