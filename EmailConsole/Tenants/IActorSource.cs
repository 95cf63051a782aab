using System.Security.Claims;

namespace EmailConsole.Tenants;

/// <summary>Finds the person behind a principal. Accounts implements it.</summary>
public interface IActorSource
{
    /// <returns>
    /// Null when nobody is signed in, or when the session was ended (signed out, password reset) or the account or its
    /// tenant deactivated since: the answer comes from the database at every call.
    /// </returns>
    Task<Actor?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken);
}
