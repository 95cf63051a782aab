using EmailConsole.Persistence;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Connections for single quick questions, from the driver's pool.</summary>
internal sealed class OutboxConnection(DatabaseLocation location)
{
    public SqliteConnection Open()
    {
        var connection = new SqliteConnection(location.ConnectionString);
        try
        {
            connection.Open();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public async Task<SqliteConnection> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = new SqliteConnection(location.ConnectionString);
        try
        {
            await connection.OpenAsync(cancellationToken);
            return connection;
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    /// <summary>Of the file and its disk, not of the statement: PERM, BUSY, LOCKED, NOMEM, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, NOTADB.</summary>
    public static bool IsOfTheDatabase(SqliteException e) => e.SqliteErrorCode is 3 or 5 or 6 or 7 or 8 or 10 or 11 or 13 or 14 or 15 or 26;
}
