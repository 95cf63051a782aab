namespace EmailConsole.Tenants;

/// <summary>How a tenant's mail fares.</summary>
/// <param name="LastSuccess">When a server last took a message; null: never.</param>
/// <param name="LastFailure">When an attempt last failed; null: never.</param>
/// <param name="IsFailing">The provider's failure is the last thing that happened.</param>
public sealed record TenantDeliveries(DateTimeOffset? LastSuccess, DateTimeOffset? LastFailure, bool IsFailing);
