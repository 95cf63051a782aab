using System.Security.Claims;
using System.Text.Encodings.Web;
using EmailConsole.Rest;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.ApiKeys.Tokens;

/// <summary>The scheme <see cref="RestSchemes.KeyToken"/>. Tokens of another issuer are left to others.</summary>
internal sealed class KeyTokenHandler(
    KeyTokens tokens, ApiKeyUses uses, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (BearerCredential.Of(Request) is not { } token || !KeyTokens.IsOurs(token))
        {
            return AuthenticateResult.NoResult();
        }

        if (await tokens.FindAsync(token, Context.RequestAborted) is not { } caller)
        {
            return AuthenticateResult.Fail("The token is over, or its key is revoked or expired.");
        }

        uses.Note(caller.KeyId);
        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new RestIdentity(caller, RestSchemes.KeyToken)), Scheme.Name));
    }
}
