using System.Security.Claims;
using EmailConsole.Accounts;
using EmailConsole.Persistence;
using EmailConsole.Tenants;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Events.Notices;

/// <summary>Whether a person gets notices by mail; each decides for themselves.</summary>
internal sealed class OwnNotices(IActorSource actors, IDbContextFactory<EmailConsoleDb> contexts)
{
    /// <returns>Null: nobody is signed in.</returns>
    public async Task<OwnNoticesState?> FindAsync(ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        if (await actors.FindAsync(person, cancellationToken) is not { } actor)
        {
            return null;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var isWithout = await db.Set<Account>().Where(a => a.Id == actor.AccountId).Select(a => a.IsWithoutNotices).SingleAsync(cancellationToken);
        return new OwnNoticesState(actor, !isWithout);
    }

    /// <returns>False: nobody is signed in any more.</returns>
    public async Task<bool> SetAsync(ClaimsPrincipal person, bool isWanted, CancellationToken cancellationToken)
    {
        if (await actors.FindAsync(person, cancellationToken) is not { } actor)
        {
            return false;
        }

        await using var db = await contexts.CreateDbContextAsync(cancellationToken);

        // Without the version: nobody else decides on it, and who changes the person meanwhile has not seen another one
        return await db.Set<Account>().Where(a => a.Id == actor.AccountId)
            .ExecuteUpdateAsync(set => set.SetProperty(a => a.IsWithoutNotices, !isWanted), cancellationToken) == 1;
    }
}

/// <param name="Actor">The person.</param>
/// <param name="IsWanted">Whether they get mail.</param>
internal sealed record OwnNoticesState(Actor Actor, bool IsWanted);
