using System.Security.Claims;
using EmailConsole.Cluster;
using EmailConsole.Outbox;
using EmailConsole.Tenants;

namespace EmailConsole.Sending.Nodes;

/// <summary>What becomes of taking a node out, or back in.</summary>
internal enum NodeResult
{
    Done = 0,

    /// <summary>It is not there any more.</summary>
    Gone = 1,

    /// <summary>Whoever asks does not run the platform, or not any more.</summary>
    Denied = 2,
}

/// <summary>Shows the nodes to those who run the platform, who take them out and back in.</summary>
internal sealed partial class ManageNodes(
    TenantAccess access, IEnumerable<IClusterNodes> cluster, INode node, NodeLooks looks, OutboxTally tally, ILogger<ManageNodes> logger)
{
    private readonly IClusterNodes? _cluster = cluster.SingleOrDefault();

    /// <summary>Whether there may be other nodes: the database is one that several can use.</summary>
    public bool HasNodes => _cluster is not null;

    /// <returns>Null: whoever asks does not run the platform. Without nodes where there cannot be others.</returns>
    /// <exception cref="System.Data.Common.DbException">The database does not answer.</exception>
    public async Task<NodeList?> ListAsync(ClaimsPrincipal person, CancellationToken cancellationToken)
    {
        if (await access.FindPlatformAdministratorAsync(person, cancellationToken) is null)
        {
            return null;
        }

        if (_cluster is null)
        {
            return new NodeList([], []);
        }

        tally.Looked();
        var owned = await _cluster.FindOwnedAsync(cancellationToken);
        return new NodeList(
            [.. node.All.OrderBy(n => n.Name, StringComparer.Ordinal).ThenBy(n => n.Id).Select(n => Standing(n, owned.GetValueOrDefault(n.Id, NodeOwns.Nothing)))],
            await _cluster.FindGoneAsync(cancellationToken));
    }

    /// <exception cref="System.Data.Common.DbException">The database does not answer, and nothing is changed.</exception>
    public async Task<NodeResult> SetDrainedAsync(ClaimsPrincipal person, Guid id, bool isDrained, CancellationToken cancellationToken)
    {
        if (await access.FindPlatformAdministratorAsync(person, cancellationToken) is not { } actor)
        {
            return NodeResult.Denied;
        }

        if (_cluster is null || !await _cluster.SetDrainedAsync(id, isDrained, cancellationToken))
        {
            return NodeResult.Gone;
        }

        LogDrained(actor.Username, node.All.FirstOrDefault(n => n.Id == id)?.Name ?? $"{id}", isDrained);
        return NodeResult.Done;
    }

    private NodeStanding Standing(NodeState state, NodeOwns owns)
    {
        var isThis = state.Id == node.Id;
        var look = isThis ? looks.Here() : looks.Others.Looks.GetValueOrDefault(state.Id);
        return new NodeStanding(state, isThis, owns, look?.Lanes.Sum(lane => lane.Sending), look?.Trouble);
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "{Username} took node {Name} out, or back in: drained {IsDrained}.")]
    private partial void LogDrained(string username, string name, bool isDrained);
}

/// <param name="Nodes">That are there.</param>
/// <param name="Gone">Within the last day.</param>
internal sealed record NodeList(IReadOnlyList<NodeStanding> Nodes, IReadOnlyList<NodeGone> Gone);

/// <param name="State">As it said with its last beat.</param>
/// <param name="IsThis">It answers the page.</param>
/// <param name="Owns">As the database has it.</param>
/// <param name="Sending">Messages in flight; null: it does not answer.</param>
/// <param name="Trouble">What last kept it from its work; null: nothing, or it does not answer.</param>
internal sealed record NodeStanding(NodeState State, bool IsThis, NodeOwns Owns, int? Sending, NodeTrouble? Trouble)
{
    /// <summary>It still has to give back something.</summary>
    public bool IsDraining => Owns is { IsDrained: true, Channels: > 0 } or { IsDrained: true, Lanes: > 0 };
}
