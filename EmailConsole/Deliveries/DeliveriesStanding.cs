using EmailConsole.Outbox;

namespace EmailConsole.Deliveries;

/// <summary>How things stand, whatever the filter.</summary>
/// <param name="Scope">Whose mail it is about.</param>
/// <param name="Counts">Messages by state, as stored.</param>
/// <param name="Domains">Of the tenants whose messages are shown, where they are of several.</param>
/// <param name="Version">Another one after every change.</param>
public sealed record DeliveriesStanding(
    DeliveriesScope Scope, EmailCounts Counts, IReadOnlyDictionary<Guid, string> Domains, long Version);
