using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Sending.Lanes;
using EmailConsole.Sending.Loading;
using Orleans.Concurrency;

namespace EmailConsole.Sending.Nodes;

/// <summary>What a node is asked by another one. Its key is the id of the node, and it lives there alone (<see cref="OnNodeAttribute"/>). No message passes through it.</summary>
[Alias("EmailConsole.INodeGrain")]
internal interface INodeGrain : IGrainWithGuidKey
{
    [Alias("Load")]
    Task<bool> LoadAsync(Guid tenantId);

    [Alias("Unload")]
    Task UnloadAsync(Guid tenantId);

    /// <returns>Null: this node has not got the lane.</returns>
    [Alias("Withdraw")]
    Task<WithdrawalAnswer?> WithdrawAsync(Guid tenantId, Guid[] ids);

    [Alias("WithdrawalEnded")]
    Task WithdrawalEndedAsync(Guid id);

    [Alias("Sending")]
    Task<Guid[]> SendingAsync(Guid? tenantId);

    /// <returns>A <see cref="StageUnderWay"/> as JSON, or null as JSON.</returns>
    [Alias("UnderWay")]
    Task<byte[]> UnderWayAsync(Guid tenantId, Guid id);

    /// <returns>A <see cref="NodeLook"/> as JSON.</returns>
    [Alias("Look")]
    Task<byte[]> LookAsync();
}

/// <param name="Kept">See <see cref="Withdrawal"/>.</param>
/// <param name="Words">Why the mail waits, see <see cref="Hindrance"/>.</param>
/// <param name="Id">By which its end is told.</param>
/// <param name="Cause">Of <see cref="Hindrance"/>, as text; null from a node of the version before. The numbers stay: members are added behind them.</param>
[GenerateSerializer]
[Alias("EmailConsole.WithdrawalAnswer")]
internal sealed record WithdrawalAnswer([property: Id(0)] Guid[] Kept, [property: Id(1)] string? Words, [property: Id(2)] Guid Id, [property: Id(3)] string? Cause);

// All that it calls bears any thread
[Reentrant]
[OnNode]
[KeepAlive]
internal sealed class NodeGrain(LaneSet lanes, LaneLoader loader, LaneWakes wakes, LaneWithdrawals withdrawals, NodeLooks looks) : Grain, INodeGrain
{
    public Task<bool> LoadAsync(Guid tenantId)
    {
        if (lanes.Get(tenantId) is { IsStopped: false } lane)
        {
            lane.WorkAvailable();
        }
        else if (lanes.Get(tenantId) is null)
        {
            // In its own time: where it turns out to be another node's, that one is asked. One that is being unloaded is free when nothing of it is with a server
            wakes.Wake(tenantId);
        }

        return Task.FromResult(true);
    }

    public Task UnloadAsync(Guid tenantId)
    {
        if (lanes.Get(tenantId) is { IsStopped: false } lane)
        {
            loader.Stop(lane);
        }

        return Task.CompletedTask;
    }

    public async Task<WithdrawalAnswer?> WithdrawAsync(Guid tenantId, Guid[] ids)
    {
        if (await loader.BorrowAsync(tenantId, CancellationToken.None) is not (true, { } owner))
        {
            return null;
        }

        var withdrawal = withdrawals.Begin(tenantId, owner, ids, LaneWithdrawals.OfOthers);
        return new WithdrawalAnswer([.. withdrawal.Kept], withdrawal.WhyWaiting?.Words, withdrawal.Id, withdrawal.WhyWaiting?.Cause.ToString());
    }

    public Task WithdrawalEndedAsync(Guid id)
    {
        withdrawals.End(id);
        return Task.CompletedTask;
    }

    public Task<Guid[]> SendingAsync(Guid? tenantId) => Task.FromResult<Guid[]>(
        [.. (tenantId is { } one ? lanes.Get(one) is { } lane ? [lane] : [] : lanes.GetAll()).SelectMany(lane => lane.InFlight())]);

    public Task<byte[]> UnderWayAsync(Guid tenantId, Guid id) => Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(lanes.Get(tenantId)?.UnderWay(id)));

    public Task<byte[]> LookAsync() => Task.FromResult(JsonSerializer.SerializeToUtf8Bytes(looks.Here()));
}
