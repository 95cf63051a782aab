namespace EmailConsole.Tenants;

/// <summary>The way of a tenant's mail to its provider's server.</summary>
/// <param name="IsShared">It is the super tenant's, and others use it too.</param>
/// <param name="Connections">Open at this moment.</param>
/// <param name="IsTried">False: the circuit is open or half-open, because the server failed repeatedly.</param>
/// <param name="NextTry">When the next message tries; null where it is tried.</param>
/// <param name="Why">The last failure, for a person; null where it is tried.</param>
public sealed record TenantChannel(bool IsShared, int Connections, bool IsTried, DateTimeOffset? NextTry, string? Why);
