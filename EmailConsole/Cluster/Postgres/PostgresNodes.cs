using Npgsql;

namespace EmailConsole.Cluster.Postgres;

/// <summary>Their rows.</summary>
internal sealed class PostgresNodes(NpgsqlDataSource source) : IClusterNodes
{
    private const int MostGone = 50;

    private const string OwnedSql =
        "SELECT n.NodeId, n.Drained, count(*) FILTER (WHERE o.Kind = 0), count(*) FILTER (WHERE o.Kind = 1) "
        + "FROM Nodes n LEFT JOIN Owners o ON o.NodeId = n.NodeId GROUP BY n.NodeId";

    private const string GoneSql =
        "SELECT Name, Version, StartedAt, GoneAt, Why FROM NodesGone WHERE GoneAt > clock_timestamp() - interval '1 day' ORDER BY GoneAt DESC LIMIT $1";

    // The node hears of it at once: it beats
    private const string DrainSql =
        "WITH changed AS (UPDATE Nodes SET Drained = $2 WHERE NodeId = $1 RETURNING NodeId), "
        + "told AS (SELECT pg_notify('" + PostgresNews.Channel + "', '') FROM changed) SELECT changed.NodeId FROM changed, told";

    public async Task<IReadOnlyDictionary<Guid, NodeOwns>> FindOwnedAsync(CancellationToken cancellationToken)
    {
        Dictionary<Guid, NodeOwns> owned = [];
        await using var command = source.CreateCommand(OwnedSql);
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            owned[row.GetGuid(0)] = new NodeOwns(row.GetBoolean(1), row.GetInt64(2), row.GetInt64(3));
        }

        return owned;
    }

    public async Task<IReadOnlyList<NodeGone>> FindGoneAsync(CancellationToken cancellationToken)
    {
        List<NodeGone> gone = [];
        await using var command = source.CreateCommand(GoneSql);
        command.Parameters.Add(new NpgsqlParameter { Value = MostGone });
        await using var row = await command.ExecuteReaderAsync(cancellationToken);
        while (await row.ReadAsync(cancellationToken))
        {
            gone.Add(new NodeGone(
                row.GetString(0), row.GetString(1), row.GetFieldValue<DateTimeOffset>(2), row.GetFieldValue<DateTimeOffset>(3), row.GetString(4)));
        }

        return gone;
    }

    public async Task<bool> SetDrainedAsync(Guid node, bool isDrained, CancellationToken cancellationToken)
    {
        await using var command = source.CreateCommand(DrainSql);
        command.Parameters.Add(new NpgsqlParameter { Value = node });
        command.Parameters.Add(new NpgsqlParameter { Value = isDrained });
        return await command.ExecuteScalarAsync(cancellationToken) is not null;
    }
}
