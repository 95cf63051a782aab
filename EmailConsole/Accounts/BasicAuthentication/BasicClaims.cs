using System.Security.Claims;
using EmailConsole.Rest;
using EmailConsole.Tenants;

namespace EmailConsole.Accounts.BasicAuthentication;

/// <summary>What a principal that came with a password holds: the account, and its security stamp when the password was checked.</summary>
internal static class BasicClaims
{
    private const string Account = "account";
    private const string Stamp = "stamp";

    public static ClaimsPrincipal Create(VerifiedAccount verified, Actor actor) => new(new RestIdentity(
        new RestCaller.Person(actor),
        RestSchemes.Basic,
        [new Claim(Account, verified.AccountId.ToString("N")), new Claim(Stamp, verified.SecurityStamp), new Claim(ClaimTypes.Name, actor.Username)]));

    /// <returns>Null where the principal did not come with a password.</returns>
    public static VerifiedAccount? AccountOf(ClaimsPrincipal principal)
    {
        var identity = principal.Identities.FirstOrDefault(i => i is RestIdentity { AuthenticationType: RestSchemes.Basic });
        return Guid.TryParseExact(identity?.FindFirst(Account)?.Value, "N", out var id) && identity?.FindFirst(Stamp)?.Value is { } stamp
            ? new VerifiedAccount(id, stamp)
            : null;
    }
}
