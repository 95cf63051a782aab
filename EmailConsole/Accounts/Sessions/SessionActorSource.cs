using System.Security.Claims;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.Sessions;

/// <summary>Finds the person behind the sign-in cookie: one query over session, account and tenant at every call.</summary>
internal sealed class SessionActorSource(
    IDbContextFactory<EmailConsoleDb> contexts, IOptions<SignInSessionOptions> options, TimeProvider time) : IActorSource
{
    // A write for every click would be dear; the idle time is exact to this
    private static readonly TimeSpan RenewalStep = TimeSpan.FromMinutes(2);

    public async Task<Actor?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (SessionClaims.SessionOf(principal) is not { } id)
        {
            return null;
        }

        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var found = await Alive(db, id, now).SingleOrDefaultAsync(cancellationToken);
        if (found is null)
        {
            return null;
        }

        var longest = found.CreatedAt + options.Value.Longest;
        var until = now + options.Value.Idle < longest ? now + options.Value.Idle : longest;
        if (until - found.ExpiresAt >= RenewalStep)
        {
            await db.Set<SignInSession>().Where(s => s.Id == id)
                .ExecuteUpdateAsync(s => s.SetProperty(x => x.ExpiresAt, until), cancellationToken);
        }

        return found.Actor;
    }

    /// <summary>Whether the session still stands. Does not count as use: an open page alone must not keep a session alive.</summary>
    public async Task<bool> IsAliveAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (SessionClaims.SessionOf(principal) is not { } id)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await Alive(db, id, time.GetUtcNow()).AnyAsync(cancellationToken);
    }

    private static IQueryable<Found> Alive(EmailConsoleDb db, Guid id, DateTimeOffset now) =>
        from session in db.Set<SignInSession>()
        join account in db.Set<Account>() on session.AccountId equals account.Id
        join tenant in db.Set<Tenant>() on account.TenantId equals tenant.Id
        where session.Id == id && session.ExpiresAt > now && account.IsActive && tenant.IsActive
        select new Found(
            session.CreatedAt,
            session.ExpiresAt,
            new Actor(account.Id, account.UserName!, account.Email, tenant.Id, tenant.Domain, account.Role));

    private sealed record Found(DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt, Actor Actor);
}
