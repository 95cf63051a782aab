using System.Globalization;
using EmailConsole.Cluster;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.Extensions.DependencyInjection;

namespace EmailConsole.Tests.Cluster;

/// <summary>Consoles in this process that are nodes of one PostgreSQL database.</summary>
internal sealed class NodeBed : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly IReadOnlyDictionary<string, string> _settings;
    private readonly TemporaryFolder _keys = new();
    private readonly List<LaneBed> _nodes = [];

    private NodeBed(TestDatabase database, IReadOnlyDictionary<string, string> settings) => (_database, _settings) = (database, settings);

    /// <summary>What is counted of the news.</summary>
    private static IReadOnlyList<string> Topics { get; } = ["greeting", "failures", "tests"];

    public IReadOnlyList<LaneBed> Nodes => _nodes;

    public LaneBed this[int index] => _nodes[index];

    /// <summary>What a node has heard of others about one of <see cref="Topics"/>.</summary>
    public static HeardNews HeardBy(LaneBed node, string topic) => node.Service<IEnumerable<INewsListener>>().OfType<HeardNews>().Single(h => h.Topic == topic);

    /// <param name="nodes">That many, which know of each other.</param>
    /// <param name="deployment">The file of each.</param>
    /// <param name="certificate">See <see cref="Add"/>.</param>
    /// <param name="settings">More configuration, of each.</param>
    public static async Task<NodeBed> StartAsync(int nodes = 2, string deployment = "", string? certificate = null, IReadOnlyDictionary<string, string>? settings = null)
    {
        var bed = new NodeBed(await TestDatabase.CreateAsync(EmailConsole.Persistence.DatabaseKind.PostgreSql), settings ?? new Dictionary<string, string>(StringComparer.Ordinal));
        for (var i = 0; i < nodes; i++)
        {
            bed.Add(deployment, certificate);
        }

        await Bound.UntilAsync(() => bed._nodes.TrueForAll(n => n.Service<INode>().All.Count == nodes));
        return bed;
    }

    /// <summary>One more.</summary>
    /// <param name="deployment">Its file.</param>
    /// <param name="certificate">By which it talks to the others; null: in clear text.</param>
    public LaneBed Add(string deployment = "", string? certificate = null)
    {
        var node = new LaneBed
        {
            Database = _database,
            Deployment = deployment,
            ReplaceServices = services =>
            {
                foreach (var topic in Topics)
                {
                    services.AddSingleton<INewsListener>(new HeardNews(topic));
                }
            },
            Settings = new Dictionary<string, string>(_settings, StringComparer.Ordinal)
            {
                ["Cluster:Enabled"] = "true",
                ["Cluster:Name"] = string.Create(CultureInfo.InvariantCulture, $"node{_nodes.Count + 1}"),
                ["Cluster:Address"] = "127.0.0.1",
                ["Cluster:Port"] = FreePorts.Take(1)[0].ToString(CultureInfo.InvariantCulture),
                [certificate is null ? "Cluster:PrivateNetwork" : "Cluster:Certificate"] = certificate ?? "true",
                ["KeyRing:Path"] = _keys.Path,
            },
        };
        _ = node.Url;
        _nodes.Add(node);
        return node;
    }

    /// <summary>Stops one as a person does.</summary>
    public async Task StopAsync(LaneBed node)
    {
        _nodes.Remove(node);
        await node.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await _database.DisposeAsync();
        _keys.Dispose();
    }
}
