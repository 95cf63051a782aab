using EmailConsole.Cluster;
using EmailConsole.Delivery;
using EmailConsole.Outbox;

namespace EmailConsole.Sending;

/// <summary>
/// Calls another node. One that cannot be reached, or does not answer within some seconds, answers null: the database's rows are the truth, and
/// every node looks at them once a second.
/// </summary>
internal interface INodeCalls
{
    /// <summary>Has the lane loaded there, and look for what is due.</summary>
    Task<bool?> LoadAsync(Guid node, Guid tenantId, CancellationToken cancellationToken);

    Task<bool?> UnloadAsync(Guid node, Guid tenantId, CancellationToken cancellationToken);

    /// <summary>As <see cref="IOutboxLanes.WithdrawAsync"/>. Ends by itself after half a minute, where nobody says that it has ended.</summary>
    Task<Withdrawal?> WithdrawAsync(Guid node, Guid tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken);

    Task<bool?> WithdrawalEndedAsync(Guid node, Guid id, CancellationToken cancellationToken);

    /// <summary>As <see cref="IOutboxLanes.SendingAsync"/>.</summary>
    Task<IReadOnlyCollection<Guid>?> SendingAsync(Guid node, Guid? tenantId, CancellationToken cancellationToken);

    /// <summary>As <see cref="IOutboxLanes.UnderWayAsync"/>.</summary>
    Task<StageUnderWay?> UnderWayAsync(Guid node, Guid tenantId, Guid id, CancellationToken cancellationToken);

    /// <summary>What it has loaded and does.</summary>
    Task<NodeLook?> LookAsync(Guid node, CancellationToken cancellationToken);
}

/// <summary>What a node has loaded and does, at one moment. It passes from node to node as JSON: members are added, never changed.</summary>
/// <param name="Version">Another one after every commit of that node.</param>
/// <param name="Channels">That it has open.</param>
/// <param name="Lanes">That it has loaded.</param>
/// <param name="Trouble">See <see cref="INode.LastTrouble"/>.</param>
internal sealed record NodeLook(long Version, IReadOnlyCollection<ChannelState> Channels, IReadOnlyCollection<LaneState> Lanes, NodeTrouble? Trouble);

/// <summary>There are no others.</summary>
internal sealed class NoOtherNodes : INodeCalls
{
    public Task<bool?> LoadAsync(Guid node, Guid tenantId, CancellationToken cancellationToken) => Task.FromResult<bool?>(null);

    public Task<bool?> UnloadAsync(Guid node, Guid tenantId, CancellationToken cancellationToken) => Task.FromResult<bool?>(null);

    public Task<Withdrawal?> WithdrawAsync(Guid node, Guid tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        Task.FromResult<Withdrawal?>(null);

    public Task<bool?> WithdrawalEndedAsync(Guid node, Guid id, CancellationToken cancellationToken) =>
        Task.FromResult<bool?>(null);

    public Task<IReadOnlyCollection<Guid>?> SendingAsync(Guid node, Guid? tenantId, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyCollection<Guid>?>(null);

    public Task<StageUnderWay?> UnderWayAsync(Guid node, Guid tenantId, Guid id, CancellationToken cancellationToken) => Task.FromResult<StageUnderWay?>(null);

    public Task<NodeLook?> LookAsync(Guid node, CancellationToken cancellationToken) => Task.FromResult<NodeLook?>(null);
}
