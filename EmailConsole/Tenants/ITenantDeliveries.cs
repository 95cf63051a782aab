namespace EmailConsole.Tenants;

/// <summary>Says for the tenants of one page when their mail was last delivered and last failed. Outbox implements it.</summary>
public interface ITenantDeliveries
{
    /// <param name="tenantIds">At most 100.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>An entry for each of them.</returns>
    Task<IReadOnlyDictionary<Guid, TenantDeliveries>> FindAsync(IReadOnlyCollection<Guid> tenantIds, CancellationToken cancellationToken);

    /// <summary>The tenants of which a message was ever delivered, the latest first, at most <see cref="TenantRanks.Most"/>.</summary>
    Task<IReadOnlyList<Guid>> FindLatestAsync(CancellationToken cancellationToken);
}

/// <summary>When a tenant's mail last left.</summary>
/// <param name="LastSuccess">When a server last took a message; null: never.</param>
/// <param name="LastFailure">When an attempt last failed; null: never.</param>
public sealed record TenantDeliveries(DateTimeOffset? LastSuccess, DateTimeOffset? LastFailure);
