using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;

namespace EmailConsole.Persistence.Sqlite;

/// <summary>
/// Sets what a SQLite connection does not keep in the file: how long a writer waits for another (5 s),
/// and that a commit is on the disk before it is answered (<c>synchronous=FULL</c>).
/// </summary>
internal sealed class SqlitePragmas : DbConnectionInterceptor
{
    private const string Pragmas = "PRAGMA busy_timeout=5000; PRAGMA synchronous=FULL;";

    public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData)
    {
        using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        command.ExecuteNonQuery();
    }

    public override async Task ConnectionOpenedAsync(
        DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = Pragmas;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}
