using System.Globalization;
using EmailConsole.Outbox.Store.Sql;
using Microsoft.Data.Sqlite;

namespace EmailConsole.Outbox.Store.Sqlite;

/// <summary>Nobody else writes while its transaction lasts, and nothing is far away: whatever is sent runs at once.</summary>
internal sealed class SqliteOutboxSession : OutboxSession
{
    // Of the time-out: so that a backlog that has waited for long is not refused for a moment's lock
    private const int LeastPart = 10;

    private readonly TimeSpan _lockTimeout;
    private readonly SqliteConnection _sqlite;
    private readonly OutboxConnection _connection;

    public SqliteOutboxSession(OutboxDatabase database, string connectionString, TimeSpan lockTimeout)
    {
        // The driver tries a locked statement again until its own limit; waiting is SQLite's part here
        var parts = new SqliteConnectionStringBuilder(connectionString) { Pooling = false, DefaultTimeout = 1 };
        _sqlite = new SqliteConnection(parts.ConnectionString);
        _connection = new OutboxConnection(database, _sqlite);
        _lockTimeout = lockTimeout;
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

    // Who has waited for the writer has waited for the lock, which those before had to wait for
    protected override void BeginTransaction(IReadOnlyList<OutboxWrite> group)
    {
        var left = _lockTimeout - (group.Count == 0 ? TimeSpan.Zero : group.Max(write => write.Waited));
        var least = _lockTimeout / LeastPart;
        SQLitePCL.raw.sqlite3_busy_timeout(_sqlite.Handle, (int)(left > least ? left : least).TotalMilliseconds);

        // The driver would go on trying for a second
        SqliteException.ThrowExceptionForRC(SQLitePCL.raw.sqlite3_exec(_sqlite.Handle, "BEGIN IMMEDIATE"), _sqlite.Handle);
    }

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
