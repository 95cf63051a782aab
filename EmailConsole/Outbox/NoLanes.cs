using EmailConsole.Delivery;
using EmailConsole.EmailProviders;

namespace EmailConsole.Outbox;

/// <summary>Nobody drains the outbox: messages stay queued.</summary>
internal sealed class NoLanes : IOutboxLanes, IChannelStates, ILaneStates, IProviderRetry
{
    public ChannelState? Find(Guid providerId) => null;

    public IReadOnlyCollection<ChannelState> All() => [];

    public IReadOnlyCollection<ChannelState> Here() => [];

    LaneState? ILaneStates.Find(Guid tenantId) => null;

    IReadOnlyCollection<LaneState> ILaneStates.All() => [];

    public TimeSpan? TryNow(Guid ownerTenantId) => null;

    public void TrySoon(Guid ownerTenantId)
    {
    }

    public void Works(ProviderInForce provider)
    {
    }

    public void Removed(ProviderId provider)
    {
    }

    public void Tested(Guid tenantId)
    {
    }

    public void Accepted(Guid tenantId, IReadOnlyList<ReadyEmail> emails)
    {
    }

    public void WorkAvailable(Guid tenantId)
    {
    }

    public ValueTask<Withdrawal> WithdrawAsync(Guid tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        ValueTask.FromResult(new Withdrawal(Guid.Empty, [], null, Guid.Empty));

    public void WithdrawalEnded(Withdrawal withdrawal)
    {
    }

    public ValueTask<IReadOnlyCollection<Guid>> SendingAsync(Guid? tenantId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyCollection<Guid>>([]);

    public ValueTask<StageUnderWay?> UnderWayAsync(Guid tenantId, Guid id, CancellationToken cancellationToken) => ValueTask.FromResult<StageUnderWay?>(null);
}
