using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Persistence;

/// <summary>The same for both kinds, once the database is held.</summary>
internal sealed class DatabaseMigration(IEnumerable<IDatabaseStep> steps)
{
    public async Task RunAsync(EmailConsoleDb db, CancellationToken cancellationToken)
    {
        var hasTables = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).Any();
        foreach (var step in steps)
        {
            await step.CheckAsync(hasTables ? db : null, cancellationToken);
        }

        await db.Database.MigrateAsync(cancellationToken);
        foreach (var step in steps)
        {
            await step.CompleteAsync(cancellationToken);
        }
    }
}
