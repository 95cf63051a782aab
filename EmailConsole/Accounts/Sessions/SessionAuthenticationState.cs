using EmailConsole.Persistence;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace EmailConsole.Accounts.Sessions;

/// <summary>Signs the person of an open circuit out within seconds of the session's end.</summary>
internal sealed class SessionAuthenticationState(SessionActorSource actors, ILoggerFactory loggers)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(10);

    // While the database is lost nobody can read or do anything, and is still there afterwards
    protected override async Task<bool> ValidateAuthenticationStateAsync(AuthenticationState authenticationState, CancellationToken cancellationToken)
    {
        try
        {
            return await actors.IsAliveAsync(authenticationState.User, cancellationToken);
        }
        catch (Exception e) when (DatabaseFaults.IsCauseOf(e))
        {
            return true;
        }
    }
}
