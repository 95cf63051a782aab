namespace EmailConsole.Outbox.Deliveries;

/// <summary>How things stand, whatever the filter.</summary>
/// <param name="Scope">Whose mail it is about.</param>
/// <param name="Counts">Messages by state.</param>
/// <param name="Sending">Those of them that are being sent.</param>
/// <param name="Domains">Of the tenants whose messages are shown, where they are of several.</param>
/// <param name="Version">Another one after every change.</param>
public sealed record DeliveriesStanding(
    DeliveriesScope Scope, EmailCounts Counts, int Sending, IReadOnlyDictionary<Guid, string> Domains, long Version)
{
    public long CountOf(EmailState state) => state switch
    {
        EmailState.Queued => Counts.Queued,
        EmailState.Sending => Sending,
        EmailState.Retrying => Counts.Retrying,
        EmailState.Delivered => Counts.Delivered,
        EmailState.Failed => Counts.Failed,
        EmailState.Expired => Counts.Expired,
        _ => Counts.Cancelled,
    };
}
