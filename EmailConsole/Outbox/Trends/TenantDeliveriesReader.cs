using EmailConsole.Tenants;

namespace EmailConsole.Outbox.Trends;

/// <summary>For the list of tenants.</summary>
internal sealed class TenantDeliveriesReader(DeliveryTrends trends) : ITenantDeliveries
{
    public async Task<IReadOnlyDictionary<Guid, TenantDeliveries>> FindAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken) =>
        (await trends.LatestOfAsync(tenantIds, cancellationToken)).ToDictionary(
            t => t.Key, t => new TenantDeliveries(t.Value.Success?.At, t.Value.Failure?.At));

    public Task<IReadOnlyList<Guid>> FindLatestAsync(CancellationToken cancellationToken) => trends.FindDeliveredAsync(cancellationToken);
}
