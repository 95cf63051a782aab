using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.BasicAuthentication;

/// <summary>Finds the person behind a checked password: one query over account and tenant at every call.</summary>
internal sealed class BasicActorSource(IDbContextFactory<EmailConsoleDb> contexts) : IActorSource
{
    public async Task<Actor?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken) =>
        BasicClaims.AccountOf(principal) is { } verified ? await FindAsync(verified, cancellationToken) : null;

    /// <returns>Null where the password was changed or reset since, or account or tenant deactivated.</returns>
    public async Task<Actor?> FindAsync(VerifiedAccount verified, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await (
            from account in db.Set<Account>()
            join tenant in db.Set<Tenant>() on account.TenantId equals tenant.Id
            where account.Id == verified.AccountId && account.SecurityStamp == verified.SecurityStamp
            where account.IsActive && tenant.IsActive
            select new Actor(account.Id, account.UserName!, account.Email, tenant.Id, tenant.Domain, account.Role))
            .SingleOrDefaultAsync(cancellationToken);
    }
}
