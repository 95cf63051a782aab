using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Persistence;

/// <summary>The same for both kinds, once the database is held.</summary>
internal sealed class DatabaseMigration(IEnumerable<IDatabaseStep> steps)
{
    /// <summary>One with migrations, but without the first of this version's, is none of a release.</summary>
    /// <param name="db">Not changed.</param>
    /// <param name="location">Its name.</param>
    /// <param name="instead">What to do.</param>
    /// <param name="cancellationToken">Ends the asking.</param>
    /// <exception cref="CannotStartException">It is of an earlier form.</exception>
    public static async Task RefuseEarlierFormAsync(EmailConsoleDb db, DatabaseLocation location, string instead, CancellationToken cancellationToken)
    {
        var applied = (await db.Database.GetAppliedMigrationsAsync(cancellationToken)).ToList();
        if (applied.Count > 0 && !applied.Contains(db.Database.GetMigrations().First(), StringComparer.Ordinal))
        {
            throw new CannotStartException(
                $"ConnectionStrings:EmailConsole: the database {location.Name} is of an earlier, unreleased form, which this version does not read. Nothing in it was changed. {instead}");
        }
    }

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
