using System.Collections.Concurrent;
using EmailConsole.Outbox;

namespace EmailConsole.Tests.Outbox;

/// <summary>Lanes that only remember what they were told.</summary>
internal sealed class RecordingLanes : IOutboxLanes
{
    public ConcurrentQueue<AcceptedEmail> Told { get; } = new();

    public ConcurrentQueue<Guid> WokenTenants { get; } = new();

    public ConcurrentQueue<IReadOnlyCollection<Guid>> ReleasedIds { get; } = new();

    /// <summary>What is being sent just now.</summary>
    public HashSet<Guid> Sending { get; } = [];

    /// <summary>Of all tenants.</summary>
    public string? Hindrance { get; set; }

    public string? WhyWaiting(Guid tenantId) => Hindrance;

    public void Accepted(Guid tenantId, IReadOnlyList<AcceptedEmail> emails)
    {
        foreach (var email in emails)
        {
            Assert.Equal(tenantId, email.Waiting.TenantId);
            Told.Enqueue(email);
        }
    }

    public void Woken(Guid tenantId) => WokenTenants.Enqueue(tenantId);

    public ValueTask<IReadOnlyCollection<Guid>> WithdrawAsync(
        Guid tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyCollection<Guid>>([.. ids.Where(Sending.Contains)]);

    public void Released(Guid tenantId, IReadOnlyCollection<Guid> ids) => ReleasedIds.Enqueue(ids);

    public ValueTask<IReadOnlyCollection<Guid>> SendingAsync(Guid? tenantId, CancellationToken cancellationToken) =>
        ValueTask.FromResult<IReadOnlyCollection<Guid>>([.. Sending]);
}
