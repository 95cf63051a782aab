using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Persistence.Sqlite;

/// <summary>Takes the file for this console alone, creates it and brings it up to date.</summary>
internal sealed class SqliteStart(IDbContextFactory<EmailConsoleDb> contexts, DatabaseLocation location, DatabaseLock alone, DatabaseMigration migration)
    : IDatabaseStart
{
    private const string CountDeadSql = "SELECT COUNT(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'";

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            PrivateFolder.Create(location.Folder);
            await alone.TakeAsync(cancellationToken);
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);

            // Before anything is written
            await DatabaseMigration.RefuseEarlierFormAsync(
                db, location, "Move it aside, together with its -wal and -shm where they are, and start again: a new one is made.", cancellationToken);
            await RepairAsync(db, cancellationToken);
            await MigrateAsync(db, cancellationToken);
        }
        catch (Exception e) when (e is SqliteException or IOException or UnauthorizedAccessException)
        {
            throw new CannotStartException(
                $"ConnectionStrings:EmailConsole: the database {location.Name} cannot be used: {e.Message}", e);
        }
    }

    // A table that is rebuilt is dropped, which would take the rows that refer to it along (see WholeMigrations)
    private async Task MigrateAsync(EmailConsoleDb db, CancellationToken cancellationToken)
    {
        await db.Database.OpenConnectionAsync(cancellationToken);
        try
        {
            await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = 0", cancellationToken);
            await migration.RunAsync(db, cancellationToken);
        }
        finally
        {
            // The connection goes back to its pool
            await db.Database.ExecuteSqlRawAsync("PRAGMA foreign_keys = 1", CancellationToken.None);
            await db.Database.CloseConnectionAsync();
        }
    }

    /// <summary>Whatever a start that was killed has left undone, EF Core does not make up for.</summary>
    private static async Task RepairAsync(EmailConsoleDb db, CancellationToken cancellationToken)
    {
        // EF Core does it only where it makes the file
        await db.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = wal", cancellationToken);

        // A row of a dead process, for which EF Core would wait without end: no living one has the lock that is held here
        if (await db.Database.SqlQueryRaw<int>(CountDeadSql).SingleAsync(cancellationToken) > 0)
        {
            await db.Database.ExecuteSqlRawAsync("DELETE FROM __EFMigrationsLock", cancellationToken);
        }
    }
}
