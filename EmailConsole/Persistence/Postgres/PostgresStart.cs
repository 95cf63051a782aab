using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace EmailConsole.Persistence.Postgres;

/// <summary>
/// Brings the database up to date, one console at a time: the others wait. EF Core's own lock does not span all migrations, so that two that start
/// on an empty database at once would disturb each other.
/// </summary>
internal sealed class PostgresStart(
    IDbContextFactory<EmailConsoleDb> contexts, NpgsqlDataSource source, DatabaseLocation location, DatabaseMigration migration) : IDatabaseStart
{
    private const int OldestMajor = 15;

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            await using var alone = await source.OpenConnectionAsync(cancellationToken);
            await CheckServerAsync(alone, cancellationToken);
            await PostgresLocks.TakeAsync(alone, PostgresLock.Start, cancellationToken);
            try
            {
                await using var db = await contexts.CreateDbContextAsync(cancellationToken);

                // Of this connection alone: between two statements the statements of the next one are made, on a busy machine for long
                await db.Database.OpenConnectionAsync(cancellationToken);
                await db.Database.ExecuteSqlRawAsync("SET idle_in_transaction_session_timeout = '5min'", cancellationToken);
                await DatabaseMigration.RefuseEarlierFormAsync(db, location, "Make another one, and name it.", cancellationToken);
                await migration.RunAsync(db, cancellationToken);
            }
            finally
            {
                // A connection of the pool keeps it otherwise
                await PostgresLocks.ReleaseAsync(alone, PostgresLock.Start);
            }
        }
        catch (Exception e) when (PostgresFaults.Find(e) is { } fault)
        {
            throw new CannotStartException($"ConnectionStrings:EmailConsole: the database {location.Name} cannot be used: {fault}", e);
        }
    }

    public static bool IsSupported(Version server) => server.Major >= OldestMajor;

    private async Task CheckServerAsync(NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (!IsSupported(connection.PostgreSqlVersion))
        {
            throw new CannotStartException(string.Create(
                CultureInfo.InvariantCulture,
                $"ConnectionStrings:EmailConsole: the database {location.Name} is on PostgreSQL {connection.PostgreSqlVersion}; version {OldestMajor} or a newer one is needed. Nothing was changed."));
        }

        await using var command = new NpgsqlCommand("SELECT current_setting('server_encoding'), current_setting('transaction_read_only')", connection);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        await row.ReadAsync(cancellationToken);
        if (row.GetString(0) != "UTF8")
        {
            throw new CannotStartException(
                $"ConnectionStrings:EmailConsole: the database {location.Name} keeps its texts as {row.GetString(0)}, which has not every letter. Create it with ENCODING 'UTF8'. Nothing was changed.");
        }

        if (row.GetString(1) == "on")
        {
            throw new CannotStartException($"ConnectionStrings:EmailConsole: the database {location.Name} cannot be used: {PostgresFaults.ReadOnly}");
        }
    }
}
