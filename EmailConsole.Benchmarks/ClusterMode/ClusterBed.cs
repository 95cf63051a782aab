using System.Collections.Concurrent;
using System.Globalization;
using EmailConsole.Benchmarks.ConsoleMode;
using EmailConsole.Benchmarks.OutboxMode;
using EmailConsole.Benchmarks.Receivers;
using EmailConsole.Cluster;
using Npgsql;

namespace EmailConsole.Benchmarks.ClusterMode;

/// <summary>Nodes on a database of their own, and the receivers of all of them.</summary>
internal sealed class ClusterBed : IAsyncDisposable
{
    private readonly string _server;
    private readonly (string Key, string Value)[] _settings;
    private readonly string _name = $"bench{Guid.NewGuid():N}";
    private readonly string _keys = Directory.CreateTempSubdirectory("emailconsole-bench-").FullName;
    private readonly ConcurrentDictionary<string, OutboxConsole> _nodes = new(StringComparer.Ordinal);
    private string? _key;
    private int _started;

    private ClusterBed(string server, ReceiverProcess receiver, (string Key, string Value)[] settings) =>
        (_server, Receiver, _settings) = (server, receiver, settings);

    public ReceiverProcess Receiver { get; }

    /// <summary>The one that was started first comes first.</summary>
    public IReadOnlyList<OutboxConsole> Nodes => [.. Names.Select(name => _nodes[name])];

    /// <summary>Of the nodes, in the same order.</summary>
    public IReadOnlyList<string> Names => [.. _nodes.Keys.OrderBy(name => int.Parse(name, CultureInfo.InvariantCulture))];

    private string ConnectionString => new NpgsqlConnectionStringBuilder(_server) { Database = _name }.ConnectionString;

    /// <param name="server">A PostgreSQL, and a user who may create databases.</param>
    /// <param name="nodes">How many.</param>
    /// <param name="receiver">That the super tenant sends to, at its first port, and others where they like; it ends with this.</param>
    /// <param name="settings">Configuration keys of each node.</param>
    public static async Task<ClusterBed> StartAsync(string server, int nodes, ReceiverProcess receiver, params (string Key, string Value)[] settings)
    {
        var bed = new ClusterBed(server, receiver, settings);
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
        var number = Interlocked.Increment(ref _started).ToString(CultureInfo.InvariantCulture);
        var node = await OutboxConsole.StartAsync(
            ProviderOf(Receiver),
            _key,
            [
                ("Database:Provider", "PostgreSql"),
                (OutboxConsole.ConnectionKey, ConnectionString),
                ("Database:MaxPoolSize", "20"),
                ("KeyRing:Path", _keys),
                ("Cluster:Enabled", "true"),
                ("Cluster:Name", number),
                ("Cluster:Address", "127.0.0.1"),
                ("Cluster:Port", ConsoleServer.FreePort().ToString(CultureInfo.InvariantCulture)),
                ("Cluster:PrivateNetwork", "true"),
                ("Network:Allow:0", "127.0.0.1:*"),
                .. _settings,
            ]);
        _key = node.Key;
        return _nodes[number] = node;
    }

    /// <summary>Kills the node that sends the super tenant's mail.</summary>
    public async Task KillOwnerAsync() => await KillAsync(await AskAsync<string>(
        ConnectionString, $"SELECT n.Name FROM Owners o JOIN Nodes n USING (NodeId) WHERE o.Kind = {(int)OwnedKind.Channel}")
        ?? throw new InvalidOperationException("Nobody sends."));

    /// <summary>Kills it as <c>kill -9</c> does.</summary>
    public async Task KillAsync(string name)
    {
        _nodes.TryRemove(name, out var node);
        await node!.KillAsync();
    }

    /// <summary>Starts another one for each that has stopped and asked for it.</summary>
    /// <returns>How many that were.</returns>
    /// <exception cref="InvalidOperationException">One has ended for another reason.</exception>
    public async Task<int> ReplaceStoppedAsync()
    {
        const int StartAgain = 75;
        var stopped = _nodes.Where(node => node.Value.ExitCode is not null).ToList();
        foreach (var (name, node) in stopped)
        {
            if (node.ExitCode != StartAgain)
            {
                throw new InvalidOperationException($"Node {name} has ended with {node.ExitCode}.");
            }

            _nodes.TryRemove(name, out _);
            await AddAsync();
        }

        return stopped.Count;
    }

    /// <summary>How many providers each node owns.</summary>
    public async Task<IReadOnlyList<int>> CountProvidersAsync() => await Task.WhenAll(Names.Select(CountProvidersAsync));

    /// <inheritdoc cref="CountProvidersAsync()"/>
    public async Task<int> CountProvidersAsync(string name) => (int)await AskAsync<long>(
        ConnectionString, $"SELECT count(*) FROM Owners o JOIN Nodes n USING (NodeId) WHERE o.Kind = {(int)OwnedKind.Channel} AND n.Name = '{name}'");

    /// <summary>Messages that are not recorded as delivered.</summary>
    public Task<long> CountUndeliveredAsync() =>
        AskAsync<long>(ConnectionString, $"SELECT count(*) FROM OutboxMessages WHERE State <> {(int)Outbox.EmailState.Delivered}");

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
