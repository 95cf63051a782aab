namespace EmailConsole.Outbox;

/// <summary>A loaded lane at this moment.</summary>
/// <param name="TenantId">Whose.</param>
/// <param name="LoadedAt">Since when.</param>
/// <param name="Queued">Messages that wait, in memory and in the database, without those being sent.</param>
/// <param name="InMemory">Those of them whose content is in memory.</param>
/// <param name="Sending">Messages handed over at this moment, or not recorded yet.</param>
/// <param name="ProviderId">The first provider of its route; null: not known yet, or the tenant has none.</param>
public sealed record LaneState(Guid TenantId, DateTimeOffset LoadedAt, long Queued, int InMemory, int Sending, Guid? ProviderId);
