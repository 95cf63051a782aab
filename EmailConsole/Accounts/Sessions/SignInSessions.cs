using System.Security.Claims;
using EmailConsole.Accounts.SignIn;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.Authentication;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Accounts.Sessions;

/// <summary>Starts and ends sign-in sessions.</summary>
internal sealed class SignInSessions(
    IDbContextFactory<EmailConsoleDb> contexts, KnownDevices devices, IOptions<SignInSessionOptions> options, TimeProvider time)
{
    /// <summary>
    /// Starts a session and gives its cookie to the browser, which is known from then on. A session that the browser had before ends.
    /// </summary>
    public async Task StartAsync(HttpContext http, Account account, CancellationToken cancellationToken)
    {
        await EndAsync(http.User, cancellationToken);
        var now = time.GetUtcNow();
        var session = new SignInSession { AccountId = account.Id, CreatedAt = now, ExpiresAt = now + options.Value.Idle };
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        await RefusedSignIns.MoveAsync(db, session, cancellationToken);
        db.Add(session);
        await db.SaveChangesAsync(cancellationToken);
        devices.Remember(http, account.Id);
        await http.SignInAsync(SessionClaims.Scheme, SessionClaims.Create(session.Id, account.UserName!));
    }

    /// <summary>Ends the session of a principal; nothing where there is none.</summary>
    public async Task EndAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (SessionClaims.SessionOf(principal) is { } id)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await db.Set<SignInSession>().Where(s => s.Id == id).ExecuteDeleteAsync(cancellationToken);
        }
    }

    /// <returns>How many sessions had run out and were removed.</returns>
    public async Task<int> SweepAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<SignInSession>().Where(s => s.ExpiresAt <= now).ExecuteDeleteAsync(cancellationToken);
    }

    /// <summary>Ends the sessions of an account inside the caller's transaction.</summary>
    /// <param name="db">The caller's context.</param>
    /// <param name="accountId">Whose.</param>
    /// <param name="keep">The session of the person who asks, where that one goes on.</param>
    public static Task EndAllAsync(EmailConsoleDb db, Guid accountId, ClaimsPrincipal? keep, CancellationToken cancellationToken)
    {
        var kept = keep is null ? null : SessionClaims.SessionOf(keep);
        return db.Set<SignInSession>().Where(s => s.AccountId == accountId && s.Id != kept).ExecuteDeleteAsync(cancellationToken);
    }
}
