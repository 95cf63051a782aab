using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.AccessTokens;

/// <summary>
/// Who acts with an access token: a program with the rights of an administrator, because the endpoint that let it through
/// has asked for its scopes. Pages and the other API do not take these tokens.
/// </summary>
internal sealed class AccessTokenActorSource(IDbContextFactory<EmailConsoleDb> contexts) : IActorSource
{
    public async Task<Actor?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (RestIdentity.CallerOf(principal) is not RestCaller.Token token)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<Tenant>().AnyAsync(t => t.Id == token.TenantId && t.IsActive, cancellationToken)
            ? new Actor(Guid.Empty, token.Subject, null, token.TenantId, token.TenantDomain, ActorRole.Administrator)
            : null;
    }
}
