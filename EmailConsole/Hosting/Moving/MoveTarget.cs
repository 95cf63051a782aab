using EmailConsole.Hosting.Keys;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Hosting.Moving;

/// <summary>Refuses what no move begins or goes on with, before anything is changed there. It makes no key: those of the source come.</summary>
internal sealed class MoveTarget(KeyRingStep ring, KeyRingImport keys) : IDatabaseStep
{
    public async Task CheckAsync(EmailConsoleDb? db, CancellationToken cancellationToken)
    {
        if (db is not null && (await db.Database.GetPendingMigrationsAsync(cancellationToken)).Any())
        {
            throw new CannotStartException("The other database is not empty: it has the tables of another version. Take an empty one; nothing was changed in it.");
        }

        await ring.CheckAsync(db, cancellationToken);
        keys.Read();
    }

    public Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
