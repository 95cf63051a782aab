using System.Security.Claims;

namespace EmailConsole.Rest;

/// <summary>What an authentication scheme of the REST APIs makes of a good credential. Lives for one request.</summary>
/// <param name="caller">Whose the credential is, as known now.</param>
/// <param name="scheme">One of <see cref="RestSchemes"/>.</param>
/// <param name="claims">What the scheme needs to find the person again.</param>
public sealed class RestIdentity(RestCaller caller, string scheme, IEnumerable<Claim>? claims = null)
    : ClaimsIdentity(claims, scheme)
{
    public RestCaller Caller => caller;

    /// <returns>Null where the principal did not come with an API credential.</returns>
    public static RestCaller? CallerOf(ClaimsPrincipal principal) =>
        principal.Identities.OfType<RestIdentity>().FirstOrDefault()?.Caller;
}
