using System.Collections.Concurrent;
using EmailConsole.Outbox;

namespace EmailConsole.Tests.Outbox;

/// <summary>Lanes that only remember what they were told.</summary>
internal sealed class RecordingLanes : IOutboxLanes
{
    public ConcurrentQueue<ReadyEmail> Told { get; } = new();

    public ConcurrentQueue<Guid> TenantsWithWork { get; } = new();

    public ConcurrentQueue<IReadOnlyCollection<Guid>> EndedWithdrawals { get; } = new();

    /// <summary>What is being sent just now.</summary>
    public HashSet<Guid> Sending { get; } = [];

    /// <summary>Of all tenants.</summary>
    public string? Hindrance { get; set; }

    public string? WhyWaiting(Guid tenantId) => Hindrance;

    public void Accepted(Guid tenantId, IReadOnlyList<ReadyEmail> emails)
    {
        foreach (var email in emails)
        {
            Assert.Equal(tenantId, email.Waiting.TenantId);
            Told.Enqueue(email);
        }
    }

    public void WorkAvailable(Guid tenantId) => TenantsWithWork.Enqueue(tenantId);

    public ValueTask<IReadOnlyCollection<Guid>> WithdrawAsync(
        Guid tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyCollection<Guid>>([.. ids.Where(Sending.Contains)]);

    public void WithdrawalEnded(Guid tenantId, IReadOnlyCollection<Guid> ids) => EndedWithdrawals.Enqueue(ids);

    public ValueTask<IReadOnlyCollection<Guid>> SendingAsync(Guid? tenantId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyCollection<Guid>>([.. Sending]);
}
