using System.Globalization;
using EmailConsole.Outbox.Store.Sql;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Nobody else writes while its transaction lasts, and nothing is far away: whatever is sent runs at once.</summary>
internal sealed class SqliteOutboxSession : OutboxSession
{
    private readonly SqliteConnection _sqlite;
    private readonly OutboxConnection _connection;

    public SqliteOutboxSession(OutboxDatabase database, string connectionString, TimeSpan lockTimeout)
    {
        // The driver tries a locked statement again until its own limit; waiting is SQLite's part here
        var parts = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = 1 };
        _sqlite = new SqliteConnection(parts.ConnectionString);
        _connection = new OutboxConnection(database, _sqlite);
        try
        {
            _sqlite.Open();
            using var command = _sqlite.CreateCommand();
            command.CommandText = string.Create(
                CultureInfo.InvariantCulture,
                $"PRAGMA busy_timeout={(long)lockTimeout.TotalMilliseconds}; PRAGMA synchronous=FULL; PRAGMA cache_size=-32768;");
            command.ExecuteNonQuery();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public override Statement this[string sql] => _connection[sql];

    public override void Send(string sql, params ReadOnlySpan<SqlValue> values) => _connection[sql].Run(values);

    public override void Send(string sql, Action<SqlRows> read, params ReadOnlySpan<SqlValue> values)
    {
        using var rows = _connection[sql].Read(values);
        read(rows);
    }

    public override bool TryChange(Guid id, string sql, params ReadOnlySpan<SqlValue> values) => _connection[sql].Run(values) > 0;

    public override void Dispose() => _connection.Dispose();

    protected override void BeginTransaction(IReadOnlyList<OutboxWrite> group) => _connection["BEGIN IMMEDIATE"].Run();

    protected override void CommitTransaction() => _connection["COMMIT"].Run();

    protected override bool TryRollbackTransaction()
    {
        try
        {
            // After a full disk or a read error SQLite has done it by itself
            if (SQLitePCL.raw.sqlite3_get_autocommit(_sqlite.Handle) == 0)
            {
                _connection["ROLLBACK"].Run();
            }

            return true;
        }
        catch (SqliteException)
        {
            return false;
        }
    }
}
