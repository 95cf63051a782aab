using System.Data;
using System.Diagnostics;
using System.Globalization;
using EmailConsole.Outbox.Store.Sql;
using Npgsql;

namespace EmailConsole.Outbox.Store.Postgres;

/// <summary>The connection that the writer keeps, not of the pool: what it has prepared, and its settings, stay with it.</summary>
internal sealed class PostgresWriter : IDisposable
{
    // A weaker default of the server must not answer what is not on the disk; a stronger one stays
    private const string SettingsSql =
        "SELECT set_config('synchronous_commit', CASE current_setting('synchronous_commit') WHEN 'remote_apply' THEN 'remote_apply' ELSE 'on' END, false), "
        + "set_config('lock_timeout', $1, false), set_config('statement_timeout', $2, false), "
        // A node that stands still within a transaction must not keep its row, and be taken for dead
        + "set_config('idle_in_transaction_session_timeout', '3s', false)";

    // A number says nothing once another primary answers: it gives the same ones
    private const string TimelineSql = "left(pg_walfile_name(pg_current_wal_lsn()), 8)";

    /// <summary>By which it is asked what became of the transaction.</summary>
    public const string TransactionSql = "SELECT CAST(pg_current_xact_id() AS text), " + TimelineSql;

    private const string StatusSql = "SELECT CASE WHEN " + TimelineSql + " = $2 THEN pg_xact_status(CAST($1 AS xid8)) END";

    // More texts than the pool's connections have
    private const int MaxPrepared = 100;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    // A server that restarts has answered by then
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly OutboxDatabase _database;
    private readonly NpgsqlConnection _npgsql;
    private readonly OutboxConnection _connection;
    private string? _warning;

    public PostgresWriter(OutboxDatabase database, string connectionString, TimeSpan lockTimeout)
    {
        _database = database;
        _npgsql = Create(connectionString);
        _connection = new OutboxConnection(database, _npgsql);
        _npgsql.Notice += (_, notice) => _warning = notice.Notice.InvariantSeverity == "WARNING" ? notice.Notice.MessageText : _warning;
        try
        {
            _npgsql.Open();
            using var command = new NpgsqlCommand(SettingsSql, _npgsql)
            {
                Parameters = { new() { Value = Milliseconds(lockTimeout) }, new() { Value = Milliseconds(TimeSpan.FromSeconds(_npgsql.CommandTimeout)) } },
            };
            command.ExecuteNonQuery();
        }
        catch
        {
            _connection.Dispose();
            throw;
        }
    }

    public bool IsLost => _npgsql.State != ConnectionState.Open;

    /// <summary>Whether nobody reads an answer just now.</summary>
    public bool IsIdle => _npgsql.FullState == ConnectionState.Open;

    public Statement this[string sql] => _connection[sql];

    /// <summary>Goes with the first statement.</summary>
    public NpgsqlTransaction Begin() => _npgsql.BeginTransaction(IsolationLevel.ReadCommitted);

    /// <exception cref="TimeoutException">It is written here, and not as safely as the server was told to: a synchronous standby has not confirmed it.</exception>
    public void Commit(NpgsqlTransaction transaction)
    {
        _warning = null;
        transaction.Commit();
        if (_warning is { } warning)
        {
            throw new TimeoutException(warning);
        }
    }

    /// <summary>All of them in one round trip, in their order.</summary>
    /// <param name="commands">The statements.</param>
    /// <param name="reads">Who takes the answers, one for each statement that has one.</param>
    public void Run(IReadOnlyList<NpgsqlBatchCommand> commands, IReadOnlyList<Action<SqlRows>> reads)
    {
        using var batch = _npgsql.CreateBatch();
        foreach (var command in commands)
        {
            batch.BatchCommands.Add(command);
        }

        using var reader = batch.ExecuteReader();
        foreach (var read in reads)
        {
            read(new SqlRows(_database, reader));
            reader.NextResult();
        }

        // What fails after the last answer is said here
        while (reader.NextResult())
        {
        }
    }

    /// <summary>What became of a transaction whose commit was not answered: the server may still be at it.</summary>
    /// <param name="connectionString">Of the server.</param>
    /// <param name="transaction">As <see cref="TransactionSql"/> named it.</param>
    /// <param name="cause">Why it was not answered.</param>
    /// <exception cref="TimeoutException">Nobody says, or another server than the one that was asked to commit.</exception>
    public static bool IsCommitted(string connectionString, (string Id, string Timeline) transaction, Exception cause)
    {
        for (var since = Stopwatch.GetTimestamp(); ; Thread.Sleep(Look))
        {
            try
            {
                using var connection = Create(connectionString);
                connection.Open();
                using var ask = new NpgsqlCommand(StatusSql, connection) { Parameters = { new() { Value = transaction.Id }, new() { Value = transaction.Timeline } } };
                switch (ask.ExecuteScalar())
                {
                    case "committed":
                        return true;
                    case "aborted":
                        return false;
                    case DBNull:
                        throw new TimeoutException("Another database server took over during a commit, and does not know what became of it.", cause);
                }
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.InvalidParameterValue)
            {
                // Of the future: the server was set back
                return false;
            }
            catch (NpgsqlException)
            {
                // It is not back yet, or is a standby that has not taken over
            }

            if (Stopwatch.GetElapsedTime(since) >= Patience)
            {
                throw new TimeoutException("The database was lost during a commit, and does not say what became of it.", cause);
            }
        }
    }

    public void Dispose() => _connection.Dispose();

    private static NpgsqlConnection Create(string connectionString) =>
        new(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false, MaxAutoPrepare = MaxPrepared }.ConnectionString);

    private static string Milliseconds(TimeSpan time) => ((long)time.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
}
