using OpenIddict.Abstractions;
using OpenIddict.Server;

namespace EmailConsole.Tests.Servers;

/// <summary>Revokes the tokens of <see cref="OAuthClient.Revoked"/> before their owner can use them.</summary>
public sealed class TokenRevocation(IOpenIddictTokenManager tokens)
    : IOpenIddictServerHandler<OpenIddictServerEvents.ProcessSignInContext>
{
    public async ValueTask HandleAsync(OpenIddictServerEvents.ProcessSignInContext context)
    {
        if (context.Request?.ClientId == OAuthClient.Revoked
            && context.AccessTokenPrincipal?.GetTokenId() is { } id
            && await tokens.FindByIdAsync(id, context.CancellationToken) is { } token)
        {
            await tokens.TryRevokeAsync(token, context.CancellationToken);
        }
    }
}
