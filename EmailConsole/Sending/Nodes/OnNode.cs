using EmailConsole.Cluster;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace EmailConsole.Sending.Nodes;

/// <summary>Places a grain on the node whose id is its key, and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class OnNodeAttribute() : PlacementAttribute(new OnNodePlacement());

[Serializable]
internal sealed class OnNodePlacement : PlacementStrategy;

/// <summary>Which silo that is says the node's row in the database.</summary>
internal sealed class OnNodeDirector(INode node) : IPlacementDirector
{
    /// <exception cref="OrleansException">It is gone, or its silo is not up yet.</exception>
    public Task<SiloAddress> OnAddActivation(PlacementStrategy strategy, PlacementTarget target, IPlacementContext context)
    {
        var id = target.GrainIdentity.GetGuidKey();
        var address = node.All.FirstOrDefault(n => n.Id == id)?.Silo;
        return Task.FromResult(
            context.GetCompatibleSilos(target).FirstOrDefault(silo => silo.Endpoint.ToString() == address)
            ?? throw new OrleansException($"Node {id} cannot be reached."));
    }
}
