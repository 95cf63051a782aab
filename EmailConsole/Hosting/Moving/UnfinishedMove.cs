using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Hosting.Moving;

/// <summary>A table that is there while a move is not finished: no console starts on such a database, and the move goes on only from the same source.</summary>
internal sealed class UnfinishedMove : IDatabaseStep
{
    private const string FindSql = "SELECT to_regclass('unfinished_move') IS NOT NULL AS \"Value\"";
    private const string SourceSql = "SELECT source AS \"Name\", fingerprint AS \"Fingerprint\" FROM unfinished_move";

    public async Task CheckAsync(EmailConsoleDb? db, CancellationToken cancellationToken)
    {
        if (db is PostgresDb && await FindSourceAsync(db, cancellationToken) is { } source)
        {
            throw new CannotStartException(
                $"ConnectionStrings:EmailConsole: {MoveDatabaseCommand.Name} has not yet copied all of {source.Name} to this database. Run it again, and start the console then.");
        }
    }

    public Task CompleteAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <returns>What is being moved there; null: nothing.</returns>
    public static async Task<MoveSource?> FindSourceAsync(EmailConsoleDb db, CancellationToken cancellationToken) =>
        await db.Database.SqlQueryRaw<bool>(FindSql).SingleAsync(cancellationToken)
            ? await db.Database.SqlQueryRaw<MoveSource>(SourceSql).SingleAsync(cancellationToken)
            : null;

    /// <summary>Also takes out what the migrations have put in.</summary>
    public static async Task BeginAsync(EmailConsoleDb db, MoveSource source, IEnumerable<string> tables, CancellationToken cancellationToken)
    {
        // Names of the model
        var emptySql = "TRUNCATE " + string.Join(", ", tables);
        await using var transaction = await db.Database.BeginTransactionAsync(cancellationToken);
        await db.Database.ExecuteSqlRawAsync("CREATE TABLE unfinished_move (source text NOT NULL, fingerprint text NOT NULL)", cancellationToken);
        await db.Database.ExecuteSqlAsync($"INSERT INTO unfinished_move VALUES ({source.Name}, {source.Fingerprint})", cancellationToken);
        await db.Database.ExecuteSqlRawAsync(emptySql, cancellationToken);
        await transaction.CommitAsync(cancellationToken);
    }

    public static Task EndAsync(EmailConsoleDb db, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlRawAsync("DROP TABLE unfinished_move", cancellationToken);
}
