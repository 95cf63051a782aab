namespace EmailConsole.Outbox;

/// <summary>A tenant with waiting messages.</summary>
/// <param name="TenantId">The tenant.</param>
/// <param name="Waiting">How many.</param>
/// <param name="EarliestDue">When the first of them may be sent.</param>
public sealed record TenantBacklog(Guid TenantId, long Waiting, DateTimeOffset EarliestDue);
