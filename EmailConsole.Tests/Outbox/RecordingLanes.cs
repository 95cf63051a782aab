using System.Collections.Concurrent;
using EmailConsole.Delivery;
using EmailConsole.Outbox;

namespace EmailConsole.Tests.Outbox;

/// <summary>Lanes that only remember what they were told.</summary>
internal sealed class RecordingLanes : IOutboxLanes
{
    private readonly ConcurrentDictionary<Guid, IReadOnlyCollection<Guid>> _withdrawn = new();

    public ConcurrentQueue<ReadyEmail> Told { get; } = new();

    public ConcurrentQueue<Guid> TenantsWithWork { get; } = new();

    public ConcurrentQueue<IReadOnlyCollection<Guid>> EndedWithdrawals { get; } = new();

    /// <summary>What is being sent just now.</summary>
    public HashSet<Guid> Sending { get; } = [];

    /// <summary>Of all tenants.</summary>
    public Hindrance? Hindrance { get; set; }

    public void Accepted(Guid tenantId, IReadOnlyList<ReadyEmail> emails)
    {
        foreach (var email in emails)
        {
            Assert.Equal(tenantId, email.Waiting.TenantId);
            Told.Enqueue(email);
        }
    }

    public void WorkAvailable(Guid tenantId) => TenantsWithWork.Enqueue(tenantId);

    public ValueTask<Withdrawal> WithdrawAsync(Guid tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var withdrawal = new Withdrawal(Guid.NewGuid(), [.. ids.Where(Sending.Contains)], Hindrance, Guid.Empty);
        _withdrawn[withdrawal.Id] = ids;
        return ValueTask.FromResult(withdrawal);
    }

    public void WithdrawalEnded(Withdrawal withdrawal) => EndedWithdrawals.Enqueue(_withdrawn[withdrawal.Id]);

    public ValueTask<IReadOnlyCollection<Guid>> SendingAsync(Guid? tenantId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyCollection<Guid>>([.. Sending]);

    public ValueTask<StageUnderWay?> UnderWayAsync(Guid tenantId, Guid id, CancellationToken cancellationToken) => ValueTask.FromResult<StageUnderWay?>(null);
}
