using EmailConsole.Cluster;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace EmailConsole.Sending.Nodes;

/// <summary>
/// Whether this node may send, for which its database must answer, and the others do: one that stands still, or is cut off from this one, is named.
/// </summary>
internal sealed class NodeHealthCheck(INode node, NodeLooks looks) : IHealthCheck
{
    public const string Name = "node";

    // Until then one may still be starting
    private static readonly TimeSpan ToStart = TimeSpan.FromSeconds(30);

    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        if (!node.MayBegin)
        {
            return Task.FromResult(HealthCheckResult.Unhealthy("The database has not answered this node for seconds: it sends nothing until then."));
        }

        // By the database's clock: a node that beats is not told from this one's by how their clocks differ
        var (all, others) = (node.All, looks.Others.Looks);
        var silent = all.Where(n => n.Id != node.Id && n.Silo is not null && n.SeenAt - n.StartedAt > ToStart && !others.ContainsKey(n.Id)).Select(n => n.Name).ToList();
        return Task.FromResult(silent.Count == 0 || !HasBegun(all)
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded($"These nodes do not answer this one: {string.Join(", ", silent)}. What they own they send all the same, as long as the database answers them."));
    }

    // It asks from its own start on
    private bool HasBegun(IReadOnlyList<NodeState> all) =>
        all.FirstOrDefault(n => n.Id == node.Id) is { } own && own.SeenAt - own.StartedAt > ToStart;
}
