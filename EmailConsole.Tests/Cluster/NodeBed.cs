using System.Globalization;
using EmailConsole.Cluster;
using EmailConsole.Tests.Persistence;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Cluster;

/// <summary>Consoles in this process that are nodes of one PostgreSQL database.</summary>
internal sealed class NodeBed : IAsyncDisposable
{
    private readonly TestDatabase _database;
    private readonly TemporaryFolder _keys = new();
    private readonly List<LaneBed> _nodes = [];

    private NodeBed(TestDatabase database) => _database = database;

    public IReadOnlyList<LaneBed> Nodes => _nodes;

    public LaneBed this[int index] => _nodes[index];

    /// <param name="nodes">That many, which know of each other.</param>
    /// <param name="deployment">The file of each.</param>
    public static async Task<NodeBed> StartAsync(int nodes = 2, string deployment = "")
    {
        var bed = new NodeBed(await TestDatabase.CreateAsync(EmailConsole.Persistence.DatabaseKind.PostgreSql));
        for (var i = 0; i < nodes; i++)
        {
            bed.Add(deployment);
        }

        await LaneBed.UntilAsync(() => bed._nodes.TrueForAll(n => n.Service<INode>().All.Count == nodes));
        return bed;
    }

    /// <summary>One more.</summary>
    public LaneBed Add(string deployment = "")
    {
        var node = new LaneBed
        {
            Database = _database,
            Deployment = deployment,
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Cluster:Enabled"] = "true",
                ["Cluster:Name"] = string.Create(CultureInfo.InvariantCulture, $"node{_nodes.Count + 1}"),
                ["Cluster:Address"] = "127.0.0.1",
                ["Cluster:Port"] = FreePorts.Take(1)[0].ToString(CultureInfo.InvariantCulture),
                ["Cluster:PrivateNetwork"] = "true",
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
