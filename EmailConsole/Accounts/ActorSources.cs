using System.Security.Claims;
using EmailConsole.Accounts.AccessTokens;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Accounts.BasicAuthentication;
using EmailConsole.Accounts.Sessions;
using EmailConsole.Tenants;

namespace EmailConsole.Accounts;

/// <summary>Finds the person however they came in. Each source knows its own principals and asks nothing about others.</summary>
internal sealed class ActorSources(SessionActorSource sessions, BasicActorSource basic, ApiKeyActorSource keys, AccessTokenActorSource tokens)
    : IActorSource
{
    public async Task<Actor?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) =>
        await sessions.FindAsync(principal, cancellationToken)
        ?? await basic.FindAsync(principal, cancellationToken)
        ?? await keys.FindAsync(principal, cancellationToken)
        ?? await tokens.FindAsync(principal, cancellationToken);
}
