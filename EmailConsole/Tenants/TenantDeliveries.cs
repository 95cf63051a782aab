namespace EmailConsole.Tenants;

/// <summary>When a tenant's mail last left.</summary>
/// <param name="LastSuccess">When a server last took a message; null: never.</param>
/// <param name="LastFailure">When an attempt last failed; null: never.</param>
public sealed record TenantDeliveries(DateTimeOffset? LastSuccess, DateTimeOffset? LastFailure);
