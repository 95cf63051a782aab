using System.Collections.Concurrent;
using System.Text.Json;
using EmailConsole.Cluster;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Sending.Loading;

namespace EmailConsole.Sending.Nodes;

/// <summary>Through the grain of each node.</summary>
internal sealed partial class NodeCalls(IGrainFactory grains, ISiloStatusOracle silos, INode own, TimeProvider clock, ILogger<NodeCalls> logger) : INodeCalls
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    // Who has not answered is not asked for a while: many would wait for the same
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<Guid, long> _silent = new();

    public Task<bool?> LoadAsync(Guid node, Guid tenantId, CancellationToken cancellationToken) =>
        TryAsync<bool?>(node, async grain => await grain.LoadAsync(tenantId), cancellationToken);

    public Task<bool?> UnloadAsync(Guid node, Guid tenantId, CancellationToken cancellationToken) =>
        TryAsync(node, grain => Done(grain.UnloadAsync(tenantId)), cancellationToken);

    public Task<Withdrawal?> WithdrawAsync(Guid node, Guid tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        TryAsync(
            node,
            async grain => await grain.WithdrawAsync(tenantId, [.. ids]) is { } answer ? new Withdrawal(answer.Id, answer.Kept, HindranceOf(answer), node) { Until = clock.GetUtcNow() + (LaneWithdrawals.OfOthers / 2) } : null,
            cancellationToken);

    private static Hindrance? HindranceOf(WithdrawalAnswer answer) =>
        answer.Words is { } words ? new Hindrance(words, FailureCause.Parse(answer.Cause) ?? FailureCause.OutOfTime) : null;

    public Task<bool?> WithdrawalEndedAsync(Guid node, Guid id, CancellationToken cancellationToken) =>
        TryAsync(node, grain => Done(grain.WithdrawalEndedAsync(id)), cancellationToken);

    public Task<IReadOnlyCollection<Guid>?> SendingAsync(Guid node, Guid? tenantId, CancellationToken cancellationToken) =>
        TryAsync<IReadOnlyCollection<Guid>?>(node, async grain => await grain.SendingAsync(tenantId), cancellationToken);

    // A node of the version before knows no such call, and must not pass for silent with each page that asks
    public Task<StageUnderWay?> UnderWayAsync(Guid node, Guid tenantId, Guid id, CancellationToken cancellationToken) => TryAsync(
        node, async grain => JsonSerializer.Deserialize<StageUnderWay>(await grain.UnderWayAsync(tenantId, id)), cancellationToken, tellsOfNode: false);

    public Task<NodeLook?> LookAsync(Guid node, CancellationToken cancellationToken) =>
        TryAsync(node, async grain => JsonSerializer.Deserialize<NodeLook>(await grain.LookAsync()), cancellationToken);

    // Before a silo is up, and when it is gone, a call would only fill the log
    private bool IsUp(Guid node) =>
        own.All.FirstOrDefault(n => n.Id == node)?.Silo is { } address
        && silos.CurrentStatus == SiloStatus.Active
        && silos.GetApproximateSiloStatuses(onlyActive: true).Keys.Any(silo => silo.Endpoint.ToString() == address);

    private static async Task<bool?> Done(Task task)
    {
        await task;
        return true;
    }

    private async Task<T?> TryAsync<T>(Guid node, Func<INodeGrain, Task<T>> ask, CancellationToken cancellationToken, bool tellsOfNode = true)
    {
        if (!IsUp(node) || (_silent.TryGetValue(node, out var since) && clock.GetElapsedTime(since) < Pause))
        {
            return default;
        }

        try
        {
            return await Task.Run(() => ask(grains.GetGrain<INodeGrain>(node)), cancellationToken).WaitAsync(Patience, clock, cancellationToken);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            if (tellsOfNode)
            {
                _silent[node] = clock.GetTimestamp();
            }

            // Of whatever kind: it is gone, starts, stops, stands still or has a defect. What it has to do it finds in the database
            LogNotReached(node, e.Message);
            return default;
        }
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "Node {Node} could not be asked: {Reason}")]
    private partial void LogNotReached(Guid node, string reason);
}
