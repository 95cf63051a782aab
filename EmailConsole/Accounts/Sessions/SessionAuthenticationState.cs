using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;

namespace EmailConsole.Accounts.Sessions;

/// <summary>Signs the person of an open circuit out within seconds of the session's end.</summary>
internal sealed class SessionAuthenticationState(SessionActorSource actors, ILoggerFactory loggers)
    : RevalidatingServerAuthenticationStateProvider(loggers)
{
    protected override TimeSpan RevalidationInterval { get; } = TimeSpan.FromSeconds(10);

    protected override Task<bool> ValidateAuthenticationStateAsync(
        AuthenticationState authenticationState, CancellationToken cancellationToken) =>
        actors.IsAliveAsync(authenticationState.User, cancellationToken);
}
