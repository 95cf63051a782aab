using System.Security.Claims;
using OpenIddict.Abstractions;
using OpenIddict.Server;
using static OpenIddict.Abstractions.OpenIddictConstants;

namespace EmailConsole.Tests.Servers;

/// <summary>Says what stands in a token, and counts the tokens.</summary>
public sealed class TokenIssuance : IOpenIddictServerHandler<OpenIddictServerEvents.HandleTokenRequestContext>
{
    private int _count;

    public int Count => _count;

    public ValueTask HandleAsync(OpenIddictServerEvents.HandleTokenRequestContext context)
    {
        Interlocked.Increment(ref _count);
        var identity = new ClaimsIdentity("client credentials");
        identity.SetClaim(Claims.Subject, context.Request.ClientId);
        identity.SetClaim(
            OAuthServer.MailboxClaim,
            context.Request.ClientId == OAuthClient.OtherMailbox ? "other@sender.test" : MailAccount.Address);

        // Entra's tokens have some 1,600 characters and more
        identity.SetClaim("padding", string.Concat(Enumerable.Range(0, 40).Select(_ => Guid.NewGuid().ToString("N"))));
        identity.SetScopes(context.Request.GetScopes());
        identity.SetResources(OAuthServer.MailServerId);
        identity.SetDestinations(_ => [Destinations.AccessToken]);
        context.SignIn(new ClaimsPrincipal(identity));
        return ValueTask.CompletedTask;
    }
}
