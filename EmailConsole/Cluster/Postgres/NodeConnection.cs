using System.Runtime.InteropServices;
using EmailConsole.Persistence;
using Npgsql;
using NpgsqlTypes;

namespace EmailConsole.Cluster.Postgres;

/// <param name="Name">Of the node.</param>
/// <param name="Silo">Where it is called; null: it is on its own.</param>
internal sealed record NodeRow(string Name, string? Silo)
{
    /// <summary>Of what nodes say to each other. A new way is used once all have it.</summary>
    public const int Protocol = 1;
}

/// <param name="Node">Which.</param>
/// <param name="Name">Its name.</param>
/// <param name="Beat">Counts.</param>
/// <param name="IsAlone">It knows of no others.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BeatOf(Guid Node, string Name, long Beat, bool IsAlone);

/// <param name="IsAlive">The row is still there.</param>
/// <param name="Version">The last change of settings.</param>
/// <param name="Timeline">Of the database server that answered: another one, where another server took over.</param>
/// <param name="Nodes">All.</param>
/// <param name="Beats">Theirs.</param>
internal sealed record NodeBeat(bool IsAlive, long Version, string Timeline, IReadOnlyList<NodeState> Nodes, IReadOnlyList<(Guid Node, long Beat)> Beats);

/// <param name="Id">Of this node.</param>
/// <param name="All">As of the last beat.</param>
internal sealed record NodeView(Guid Id, IReadOnlyList<NodeState> All)
{
    public NodeState? Own { get; } = All.FirstOrDefault(n => n.Id == Id);
}

/// <summary>The connection of the beat. Not thread-safe.</summary>
internal sealed class NodeConnection : IDisposable
{
    // Two of them fit into a lease
    private const int Seconds = 2;

    // Which server answers, and on which timeline: behind another primary what was owned may have been rolled back
    private const string BeatSql =
        "WITH me AS (UPDATE Nodes SET Beat = Beat + 1, Applied = $2, File = $3, SeenAt = clock_timestamp() WHERE NodeId = $1 RETURNING 1), "
        + "s AS (SELECT EXISTS (SELECT 1 FROM me) AS Alive, (SELECT Version FROM ClusterVersion) AS Version, left(pg_walfile_name(pg_current_wal_lsn()), 8) AS Timeline) "
        + "SELECT s.Alive, s.Version, s.Timeline, n.NodeId, n.Name, n.Version, n.StartedAt, n.Silo, n.Drained, n.Applied, n.File, n.SeenAt, n.Beat "
        + "FROM s LEFT JOIN Nodes n ON true";

    private const string JoinSql = "INSERT INTO Nodes (NodeId, Name, Version, Protocol, Silo, Drained) VALUES ($1, $2, $3, $4, $5, $6)";

    private const string GoneSql =
        "WITH gone AS (DELETE FROM Nodes WHERE NodeId = $1 AND ($2::bigint IS NULL OR Beat = $2) RETURNING NodeId, Name, Version, StartedAt), "
        + "noted AS (INSERT INTO NodesGone (NodeId, Name, Version, StartedAt, Why) SELECT NodeId, Name, Version, StartedAt, $3 FROM gone), "
        + "told AS (SELECT pg_notify('" + PostgresNews.Channel + "', '" + INewsListener.Freed + "') FROM gone) "
        + "SELECT gone.Name FROM gone, told";

    private const string EventsSql = "SELECT Version, Kind, Key, State FROM ClusterEvents WHERE Version > $1 AND Version <= $2 ORDER BY Version";

    // More are sooner read anew than one by one
    private const int MostEvents = 200;

    // A burial that has to wait, for a node that records just now, is tried again at the next beat
    private const string Waits = "-c lock_timeout=300ms";

    private readonly NpgsqlConnection _npgsql;

    private NodeConnection(NpgsqlConnection npgsql) => _npgsql = npgsql;

    public static NodeConnection Open(DatabaseLocation location)
    {
        var npgsql = Create(location);
        try
        {
            npgsql.Open();
            return new NodeConnection(npgsql);
        }
        catch
        {
            npgsql.Dispose();
            throw;
        }
    }

    public static async Task<NodeConnection> OpenAsync(DatabaseLocation location, CancellationToken cancellationToken)
    {
        var npgsql = Create(location);
        try
        {
            await npgsql.OpenAsync(cancellationToken);
            return new NodeConnection(npgsql);
        }
        catch
        {
            await npgsql.DisposeAsync();
            throw;
        }
    }

    public void Join(Guid id, NodeRow row, bool isDrained)
    {
        using var command = Command(JoinSql, id, row.Name, NodeName.Version, NodeRow.Protocol, Text(row.Silo), isDrained);
        command.ExecuteNonQuery();
    }

    public NodeBeat Beat(Guid id, long applied, string? file)
    {
        using var command = Command(BeatSql, id, applied, Text(file));
        using var row = command.ExecuteReader();
        List<NodeState> nodes = [];
        List<(Guid, long)> beats = [];
        (bool IsAlive, long Version, string Timeline) head = (false, 0, "");
        while (row.Read())
        {
            head = (row.GetBoolean(0), row.GetInt64(1), row.GetString(2));
            if (row.IsDBNull(3))
            {
                continue;
            }

            nodes.Add(new NodeState(
                row.GetGuid(3), row.GetString(4), row.GetString(5), row.GetFieldValue<DateTimeOffset>(6), row.IsDBNull(7) ? null : row.GetString(7),
                row.GetBoolean(8), row.GetInt64(9), row.IsDBNull(10) ? null : row.GetString(10), row.GetFieldValue<DateTimeOffset>(11)));
            beats.Add((row.GetGuid(3), row.GetInt64(12)));
        }

        // The rows come before the commit: only with the end of the answer it has beaten
        row.Close();
        return new NodeBeat(head.IsAlive, head.Version, head.Timeline, nodes, beats);
    }

    public List<BeatOf> Beats()
    {
        using var command = Command("SELECT NodeId, Name, Beat, Silo IS NULL FROM Nodes");
        using var row = command.ExecuteReader();
        List<BeatOf> beats = [];
        while (row.Read())
        {
            beats.Add(new BeatOf(row.GetGuid(0), row.GetString(1), row.GetInt64(2), row.GetBoolean(3)));
        }

        return beats;
    }

    /// <returns>The name of the node that is gone by this; null: it has beaten meanwhile, or somebody else was first.</returns>
    public string? Bury(Guid node, long beat, string why)
    {
        try
        {
            using var command = Command(GoneSql, node, beat, why);
            return (string?)command.ExecuteScalar();
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.LockNotAvailable or PostgresErrorCodes.DeadlockDetected)
        {
            return null;
        }
    }

    public void Leave(Guid node, string why)
    {
        using var command = Command(GoneSql, node, new NpgsqlParameter { NpgsqlDbType = NpgsqlDbType.Bigint, Value = DBNull.Value }, why);
        command.ExecuteScalar();
    }

    /// <summary>What has changed since then; where that is not known any more, <see cref="ClusterEvent.Everything"/>.</summary>
    public IReadOnlyList<ClusterEvent> EventsAfter(long applied, long version)
    {
        if (version < applied)
        {
            // Another server took over, which had not heard of the last ones
            return [ClusterEvent.Everything];
        }

        using var command = Command(EventsSql, applied, version);
        using var row = command.ExecuteReader();
        List<ClusterEvent> events = [];
        while (row.Read())
        {
            events.Add(new ClusterEvent(row.GetString(1), row.GetGuid(2), row.IsDBNull(3) ? null : row.GetString(3)));
        }

        // There are no gaps: the version is counted in the transaction that writes the event
        return events.Count < version - applied || events.Count > MostEvents ? [ClusterEvent.Everything] : [.. events.Distinct()];
    }

    public void Dispose() => _npgsql.Dispose();

    private static NpgsqlConnection Create(DatabaseLocation location)
    {
        var parts = new NpgsqlConnectionStringBuilder(location.ConnectionString)
        {
            Pooling = false,
            Timeout = Seconds,
            CommandTimeout = Seconds,
            CancellationTimeout = Seconds * 1000,
        };
        parts.Options = $"{parts.Options} {Waits}".Trim();
        return new NpgsqlConnection(parts.ConnectionString);
    }

    private static NpgsqlParameter Text(string? text) => new() { NpgsqlDbType = NpgsqlDbType.Text, Value = text ?? (object)DBNull.Value };

    private NpgsqlCommand Command(string sql, params object[] values)
    {
        var command = new NpgsqlCommand(sql, _npgsql);
        foreach (var value in values)
        {
            command.Parameters.Add(value as NpgsqlParameter ?? new NpgsqlParameter { Value = value });
        }

        return command;
    }
}
