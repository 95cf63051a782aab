using EmailConsole.Cluster;
using EmailConsole.Outbox;
using EmailConsole.Sending.Channels;
using EmailConsole.Sending.Lanes;

namespace EmailConsole.Sending.Nodes;

/// <summary>
/// Asks the other nodes what they do: often while somebody looks, so that pages show within two seconds what was done elsewhere, else seldom. Thread-safe.
/// </summary>
internal sealed class NodeLooks(LaneSet lanes, ChannelSet channels, OutboxTally tally, INode node, INodeCalls nodes, TimeProvider clock) : BackgroundService
{
    private static readonly TimeSpan WhileWatched = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan Otherwise = TimeSpan.FromSeconds(5);

    // One that stands still must not keep what the others say from being seen
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Asking may take a tenth of the time
    private const int Share = 10;

    private OtherNodes _others = new(new Dictionary<Guid, NodeLook>());

    /// <summary>As they last said.</summary>
    public OtherNodes Others => Volatile.Read(ref _others);

    /// <summary>What this node does; reads nothing, since others ask for it often.</summary>
    public NodeLook Here() => new(
        tally.OwnVersion,
        channels.All(),
        [.. lanes.GetAll().Where(lane => !lane.IsStopped).Select(lane => lane.StateOf(tally.HeldOf(lane.TenantId)?.Waiting ?? 0))],
        node.LastTrouble);

    /// <summary>One round.</summary>
    public async Task LookAsync(CancellationToken cancellationToken)
    {
        var before = Others.Looks;
        var found = await Task.WhenAll(node.All.Where(n => n.Id != node.Id).Select(async n => (n.Id, Look: await AskAsync(n.Id, cancellationToken))));
        var looks = found.Where(f => f.Look is not null).ToDictionary(f => f.Id, f => f.Look!);
        Volatile.Write(ref _others, new OtherNodes(looks));
        if (looks.Count != before.Count || looks.Any(l => before.GetValueOrDefault(l.Key)?.Version != l.Value.Version))
        {
            tally.OthersChanged();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        node.Lost += Forget;
        try
        {
            var lastLook = TimeSpan.Zero;
            for (var waited = TimeSpan.Zero; ; waited += WhileWatched)
            {
                await Task.Delay(WhileWatched, clock, stoppingToken);
                if (waited < (tally.IsWatched ? Share * lastLook : Otherwise))
                {
                    continue;
                }

                var start = clock.GetTimestamp();
                await LookAsync(stoppingToken);
                (lastLook, waited) = (clock.GetElapsedTime(start), TimeSpan.Zero);
            }
        }
        finally
        {
            node.Lost -= Forget;
        }
    }

    // What was counted under the former id is counted as another's
    private void Forget(object? sender, EventArgs e) => tally.OthersChanged();

    private async Task<NodeLook?> AskAsync(Guid other, CancellationToken cancellationToken)
    {
        try
        {
            return await nodes.LookAsync(other, cancellationToken).WaitAsync(Patience, clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            return null;
        }
    }
}

/// <summary>What other nodes have said.</summary>
/// <param name="Looks">By the node.</param>
internal sealed record OtherNodes(IReadOnlyDictionary<Guid, NodeLook> Looks)
{
    public IReadOnlyDictionary<Guid, ChannelState> Channels { get; } =
        Looks.Values.SelectMany(l => l.Channels).DistinctBy(c => c.ProviderId).ToDictionary(c => c.ProviderId);

    public IReadOnlyDictionary<Guid, LaneState> Lanes { get; } = Looks.Values.SelectMany(l => l.Lanes).DistinctBy(l => l.TenantId).ToDictionary(l => l.TenantId);
}

/// <summary>What is here comes first: what another node said may be a second old.</summary>
internal sealed class ChannelsEverywhere(ChannelSet here, NodeLooks looks) : IChannelStates
{
    public ChannelState? Find(Guid providerId) => here.Find(providerId) ?? looks.Others.Channels.GetValueOrDefault(providerId);

    public IReadOnlyCollection<ChannelState> All() => [.. here.All().Concat(looks.Others.Channels.Values).DistinctBy(c => c.ProviderId)];

    public IReadOnlyCollection<ChannelState> Here() => here.All();
}

/// <inheritdoc cref="ChannelsEverywhere"/>
internal sealed class LanesEverywhere(LaneSet here, NodeLooks looks) : ILaneStates
{
    public LaneState? Find(Guid tenantId) => here.Find(tenantId) ?? looks.Others.Lanes.GetValueOrDefault(tenantId);

    public IReadOnlyCollection<LaneState> All() => [.. here.All().Concat(looks.Others.Lanes.Values).DistinctBy(l => l.TenantId)];
}
