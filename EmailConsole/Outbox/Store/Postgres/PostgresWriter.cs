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
        + "set_config('lock_timeout', $1, false), set_config('statement_timeout', $2, false)";

    private const string StatusSql = "SELECT pg_xact_status(CAST($1 AS xid8))";

    // More texts than the pool's connections have
    private const int MaxPrepared = 100;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    // A server that restarts has answered by then
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly OutboxDatabase _database;
    private readonly NpgsqlConnection _npgsql;
    private readonly OutboxConnection _connection;

    public PostgresWriter(OutboxDatabase database, string connectionString, TimeSpan lockTimeout)
    {
        _database = database;
        _npgsql = Create(connectionString);
        _connection = new OutboxConnection(database, _npgsql);
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
    /// <param name="transactionId">As it was named in the transaction.</param>
    /// <param name="cause">Why it was not answered.</param>
    /// <exception cref="TimeoutException">Nobody says.</exception>
    public static bool IsCommitted(string connectionString, string transactionId, Exception cause)
    {
        for (var since = Stopwatch.GetTimestamp(); ; Thread.Sleep(Look))
        {
            try
            {
                using var connection = Create(connectionString);
                connection.Open();
                using var ask = new NpgsqlCommand(StatusSql, connection) { Parameters = { new() { Value = transactionId } } };
                switch (ask.ExecuteScalar())
                {
                    case "committed":
                        return true;
                    case "aborted":
                        return false;
                }
            }
            catch (NpgsqlException) when (Stopwatch.GetElapsedTime(since) < Patience)
            {
                // It is not back yet
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
