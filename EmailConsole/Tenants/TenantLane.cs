namespace EmailConsole.Tenants;

/// <summary>Whether a tenant's mail is being sent, as the list of tenants shows it.</summary>
/// <param name="LoadedAt">Since when its lane is loaded; null: it is not.</param>
/// <param name="Waiting">Messages not delivered yet, whether the lane is loaded or not.</param>
/// <param name="Connections">Open to its provider's server; null: nothing of that provider was sent lately.</param>
/// <param name="IsShared">They are the super tenant's, and others use them too.</param>
public sealed record TenantLane(DateTimeOffset? LoadedAt, long Waiting, int? Connections, bool IsShared);
