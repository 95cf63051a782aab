namespace EmailConsole.Tenants;

/// <summary>Whether a tenant's mail is being sent, as the list of tenants shows it.</summary>
/// <param name="LoadedAt">Since when its lane is loaded; null: it is not.</param>
/// <param name="Waiting">Messages not delivered yet, whether the lane is loaded or not.</param>
/// <param name="Channel">Its way to the provider's server; null: none is open.</param>
public sealed record TenantLane(DateTimeOffset? LoadedAt, long Waiting, TenantChannel? Channel);
