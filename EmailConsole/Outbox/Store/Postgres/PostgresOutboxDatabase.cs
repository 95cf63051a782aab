using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using EmailConsole.Cluster;
using EmailConsole.Outbox.Store.Sql;
using EmailConsole.Persistence;
using EmailConsole.Persistence.Postgres;
using Npgsql;
using NpgsqlTypes;

namespace EmailConsole.Outbox.Store.Postgres;

/// <summary>A server that several consoles write to, each with one connection for all its writes and a pool for what it asks.</summary>
internal sealed partial class PostgresOutboxDatabase(DatabaseLocation location, NpgsqlDataSource source, INode node) : OutboxDatabase
{
    // A node that is alive is among them from its start on, and nobody writes the rows of one that is not
    private const string FoldSql =
        "WITH gone AS (DELETE FROM OutboxCounters c WHERE c.NodeId <> $1 AND NOT EXISTS (SELECT 1 FROM Nodes n WHERE n.NodeId = c.NodeId) RETURNING TenantId, State, Count) "
        + "INSERT INTO OutboxCounters AS c (TenantId, State, NodeId, Count) SELECT TenantId, State, $1, SUM(Count) FROM gone GROUP BY TenantId, State ORDER BY TenantId, State "
        + "ON CONFLICT (TenantId, State, NodeId) DO UPDATE SET Count = c.Count + excluded.Count";

    private const string FoldSizesSql =
        "WITH gone AS (DELETE FROM OutboxSizes s WHERE s.NodeId <> $1 AND NOT EXISTS (SELECT 1 FROM Nodes n WHERE n.NodeId = s.NodeId) RETURNING TenantId, WaitingBytes, KeyBytes) "
        + "INSERT INTO OutboxSizes AS s (TenantId, NodeId, WaitingBytes, KeyBytes) SELECT TenantId, $1, SUM(WaitingBytes), SUM(KeyBytes) FROM gone GROUP BY TenantId ORDER BY TenantId "
        + "ON CONFLICT (TenantId, NodeId) DO UPDATE SET WaitingBytes = s.WaitingBytes + excluded.WaitingBytes, KeyBytes = s.KeyBytes + excluded.KeyBytes";

    // Npgsql has no name for it
    private const string IdleInTransaction = "25P03";

    // As many as the code has
    private readonly ConcurrentDictionary<string, string> _texts = new(StringComparer.Ordinal);

    /// <summary>As which node this process counts.</summary>
    public Guid Node => node.Id;

    public override OutboxSession OpenSession(TimeSpan lockTimeout, IEmailEvents events) =>
        new PostgresOutboxSession(this, location.ConnectionString, lockTimeout) { Events = events };

    public override async Task FoldAsync(CancellationToken cancellationToken)
    {
        foreach (var sql in (string[])[FoldSql, FoldSizesSql])
        {
            await using var command = source.CreateCommand(sql);
            command.Parameters.Add(new NpgsqlParameter { Value = Guid.Empty });
            await command.ExecuteNonQueryAsync(cancellationToken);
        }
    }

    public override SqlFault FaultOf(Exception exception) => exception switch
    {
        PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected } => SqlFault.Conflict,

        // What was read was not locked, or was changed by an earlier write of the same transaction
        DBConcurrencyException => SqlFault.Conflict,
        PostgresException { SqlState: var state } => IsOfTheServer(state) ? SqlFault.Database : SqlFault.Statement,
        NpgsqlException { InnerException: PostgresException refusal } => FaultOf(refusal),

        // The last one: the console stops, and its pool is closed
        NpgsqlException or TimeoutException or IOException or SocketException or ObjectDisposedException => SqlFault.Database,
        _ => SqlFault.Statement,
    };

    public override string Translate(string sql) => _texts.GetOrAdd(sql, static text =>
    {
        // The planner knows by itself what these tell SQLite's
        var words = IndexHint().Replace(text, " ${column}").Replace("CROSS JOIN", "JOIN", StringComparison.Ordinal);
        words = words.Replace(InIds, "= ANY(?1)", StringComparison.Ordinal).Replace("instr(", "strpos(", StringComparison.Ordinal);
        return Parameter().Replace(words, "$$${number}");
    });

    public override void Bind(DbParameterCollection parameters, ReadOnlySpan<SqlValue> values)
    {
        while (parameters.Count < values.Length)
        {
            parameters.Add(new NpgsqlParameter());
        }

        for (var i = 0; i < values.Length; i++)
        {
            var parameter = (NpgsqlParameter)parameters[i];
            (parameter.NpgsqlDbType, var value) = Of(in values[i]);
            parameter.Value = values[i].IsNull ? DBNull.Value : value;
        }
    }

    public override Guid ReadId(DbDataReader row, int column) => row.GetGuid(column);

    public override DateTimeOffset ReadTime(DbDataReader row, int column) => row.GetFieldValue<DateTimeOffset>(column);

    public override TimeSpan ReadDuration(DbDataReader row, int column) => row.GetFieldValue<TimeSpan>(column);

    protected override DbConnection CreateConnection() => source.CreateConnection();

    // Connections, its memory and disk, its system, what it found broken, its stop and start; a statement or lock that took too long;
    // a console that stood still within a transaction; a standby; and whoever may not sign in, or finds no such database, has a server that is being repaired
    private static bool IsOfTheServer(string state) =>
        state[..2] is "08" or "53" or "57" or "58" or "XX" or "28"
        || state is PostgresErrorCodes.LockNotAvailable or IdleInTransaction or PostgresErrorCodes.ReadOnlySqlTransaction or PostgresErrorCodes.InvalidCatalogName;

    private static (NpgsqlDbType Type, object Value) Of(in SqlValue value) => value.Type switch
    {
        SqlType.Number => (NpgsqlDbType.Integer, (int)value.Number),
        SqlType.LongNumber => (NpgsqlDbType.Bigint, value.Number),
        SqlType.Truth => (NpgsqlDbType.Boolean, value.Number != 0),
        SqlType.Id => (NpgsqlDbType.Uuid, value.Id),
        SqlType.Time => (NpgsqlDbType.TimestampTz, Microseconds.ToTime(value.Number)),
        SqlType.Duration => (NpgsqlDbType.Interval, Microseconds.ToDuration(value.Number)),
        SqlType.Text => (NpgsqlDbType.Text, value.IsNull ? "" : PostgresTexts.Clean((string)value.Object)),
        SqlType.Bytes => (NpgsqlDbType.Bytea, value.IsNull ? "" : value.Object),
        _ => (NpgsqlDbType.Array | NpgsqlDbType.Uuid, value.Object),
    };

    // A column after +, and which index to take
    [GeneratedRegex(@" (\+(?<column>[A-Z])|INDEXED BY \w+)", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex IndexHint();

    [GeneratedRegex(@"\?(?<number>\d+)", RegexOptions.NonBacktracking, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Parameter();
}
