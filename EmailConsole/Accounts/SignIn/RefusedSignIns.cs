using System.Security.Claims;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Accounts.SignIn;

/// <summary>What was refused with an account's username since its owner last signed in.</summary>
/// <param name="Count">Attempts.</param>
/// <param name="LastAt">When the last one was.</param>
/// <param name="LastFrom">From which address, or IPv6 network.</param>
public sealed record RefusedAttempts(int Count, DateTimeOffset LastAt, string LastFrom);

/// <summary>
/// Tells the owner of an account about attempts that were refused: counted at the account, handed to the session when the owner
/// signs in, and shown there until they have read it. What a program does with the owner's password does not clear them.
/// </summary>
internal sealed class RefusedSignIns(IDbContextFactory<EmailConsoleDb> contexts, TimeProvider time)
{
    /// <summary>One UPDATE, which leaves the row's version: somebody who edits the account meanwhile is not disturbed.</summary>
    /// <param name="db">Of the operation.</param>
    /// <param name="accountId">Whose username it was.</param>
    /// <param name="network">From where.</param>
    public Task AddAsync(EmailConsoleDb db, Guid accountId, string network, CancellationToken cancellationToken)
    {
        DateTimeOffset? now = time.GetUtcNow();
        return db.Set<Account>().Where(a => a.Id == accountId).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount + 1)
                .SetProperty(a => a.LastRefusedAt, now)
                .SetProperty(a => a.LastRefusedFrom, network),
            cancellationToken);
    }

    /// <summary>Moves what was counted at the account to the session that its owner starts.</summary>
    public static async Task MoveAsync(EmailConsoleDb db, SignInSession session, CancellationToken cancellationToken)
    {
        var counted = await db.Set<Account>().Where(a => a.Id == session.AccountId)
            .Select(a => new { a.AccessFailedCount, a.LastRefusedAt, a.LastRefusedFrom })
            .SingleOrDefaultAsync(cancellationToken);
        if (counted is not { AccessFailedCount: > 0 })
        {
            return;
        }

        (session.RefusedBefore, session.LastRefusedAt, session.LastRefusedFrom) =
            (counted.AccessFailedCount, counted.LastRefusedAt, counted.LastRefusedFrom);
        await db.Set<Account>().Where(a => a.Id == session.AccountId).ExecuteUpdateAsync(
            set => set
                .SetProperty(a => a.AccessFailedCount, a => a.AccessFailedCount - counted.AccessFailedCount)
                .SetProperty(a => a.LastRefusedAt, (DateTimeOffset?)null)
                .SetProperty(a => a.LastRefusedFrom, (string?)null),
            cancellationToken);
    }

    /// <returns>Null: nothing to tell, or it was read.</returns>
    public async Task<RefusedAttempts?> FindAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (SessionClaims.SessionOf(principal) is not { } id)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        return await db.Set<SignInSession>()
            .Where(s => s.Id == id && s.RefusedBefore > 0 && s.LastRefusedAt != null)
            .Select(s => new RefusedAttempts(s.RefusedBefore, s.LastRefusedAt!.Value, s.LastRefusedFrom ?? ""))
            .SingleOrDefaultAsync(cancellationToken);
    }

    /// <summary>The owner has read it.</summary>
    public async Task DismissAsync(ClaimsPrincipal principal, CancellationToken cancellationToken)
    {
        if (SessionClaims.SessionOf(principal) is { } id)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            await db.Set<SignInSession>().Where(s => s.Id == id)
                .ExecuteUpdateAsync(set => set.SetProperty(s => s.RefusedBefore, 0), cancellationToken);
        }
    }
}
