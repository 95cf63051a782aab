using System.Globalization;
using EmailConsole.Benchmarks.ConsoleMode;
using EmailConsole.Benchmarks.OutboxMode;
using EmailConsole.Benchmarks.Receivers;
using Npgsql;

namespace EmailConsole.Benchmarks.ClusterMode;

/// <summary>Nodes on a database of their own, and the receiver of all of them.</summary>
internal sealed class ClusterBed : IAsyncDisposable
{
    private readonly string _server;
    private readonly string _name = $"bench{Guid.NewGuid():N}";
    private readonly string _keys = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
    private readonly Dictionary<string, OutboxConsole> _nodes = new(StringComparer.Ordinal);
    private int _started;

    private ClusterBed(string server, ReceiverProcess receiver) => (_server, Receiver) = (server, receiver);

    public ReceiverProcess Receiver { get; }

    public IReadOnlyCollection<OutboxConsole> Nodes => _nodes.Values;

    private string ConnectionString => new NpgsqlConnectionStringBuilder(_server) { Database = _name }.ConnectionString;

    /// <param name="server">A PostgreSQL, and a user who may create databases.</param>
    /// <param name="nodes">How many.</param>
    /// <param name="finalReplyAfter">What the receiver takes for each message.</param>
    public static async Task<ClusterBed> StartAsync(string server, int nodes, TimeSpan finalReplyAfter = default)
    {
        var bed = new ClusterBed(server, await ReceiverProcess.StartAsync(1, 0, null, finalReplyAfter));
        await AskAsync<object>(server, $"CREATE DATABASE {bed._name}");
        for (var i = 0; i < nodes; i++)
        {
            await bed.AddAsync();
        }

        return bed;
    }

    /// <summary>Lines of <c>[output_adapter.email]</c>.</summary>
    public static string ProviderOf(ReceiverProcess receiver) => $"""
        from_address = "no-reply@example.test"
        hostname = "127.0.0.1"
        port = {receiver.Ports[0]}
        enable_start_tls = false
        enable_authentication = false
        """;

    public async Task<OutboxConsole> AddAsync()
    {
        var number = (++_started).ToString(CultureInfo.InvariantCulture);
        return _nodes[number] = await OutboxConsole.StartAsync(
            ProviderOf(Receiver),
            ("Database:Provider", "PostgreSql"),
            (OutboxConsole.ConnectionKey, ConnectionString),
            ("Database:MaxPoolSize", "20"),
            ("KeyRing:Path", _keys),
            ("Cluster:Enabled", "true"),
            ("Cluster:Name", number),
            ("Cluster:Address", "127.0.0.1"),
            ("Cluster:Port", ConsoleServer.FreePort().ToString(CultureInfo.InvariantCulture)),
            ("Cluster:PrivateNetwork", "true"));
    }

    /// <summary>Kills the node that sends.</summary>
    public async Task KillOwnerAsync()
    {
        var owner = await AskAsync<string>(ConnectionString, "SELECT n.Name FROM Owners o JOIN Nodes n USING (NodeId) WHERE o.Kind = 0")
            ?? throw new InvalidOperationException("Nobody sends.");
        _nodes.Remove(owner, out var node);
        await node!.KillAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes.Values)
        {
            await node.DisposeAsync();
        }

        await AskAsync<object>(_server, $"DROP DATABASE {_name} WITH (FORCE)");
        await Receiver.DisposeAsync();
        Directory.Delete(_keys, recursive: true);
    }

    private static async Task<T?> AskAsync<T>(string server, string sql)
    {
        await using var connection = new NpgsqlConnection(server + ";Pooling=False");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (T?)await command.ExecuteScalarAsync();
    }
}
