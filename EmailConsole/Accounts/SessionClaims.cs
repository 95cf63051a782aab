using System.Security.Claims;

namespace EmailConsole.Accounts;

/// <summary>What the cookie holds: the session's id, and the username for display. No role, no tenant: those are looked up.</summary>
internal static class SessionClaims
{
    public const string Scheme = "EmailConsole";

    private const string SessionId = "session";

    public static ClaimsPrincipal Create(Guid sessionId, string username) => new(new ClaimsIdentity(
        [new Claim(SessionId, sessionId.ToString("N")), new Claim(ClaimTypes.Name, username)], Scheme));

    /// <returns>Null where the principal did not sign in with the cookie.</returns>
    public static Guid? SessionOf(ClaimsPrincipal principal)
    {
        var identity = principal.Identities.FirstOrDefault(i => i.IsAuthenticated && i.AuthenticationType == Scheme);
        return Guid.TryParseExact(identity?.FindFirst(SessionId)?.Value, "N", out var id) ? id : null;
    }
}
