using EmailConsole.Outbox.Trends;

namespace EmailConsole.Outbox.History;

/// <summary>How many messages match, whatever their state.</summary>
/// <param name="Counts">By state: their sum is all of them. A state of which there is none may be missing.</param>
/// <param name="IsPartial">There are more: counted are the newest <see cref="EmailHistory.MaxCounted"/>, or those that one look has found.</param>
/// <param name="Trend">Over time: of the states asked for.</param>
public sealed record EmailFigures(IReadOnlyDictionary<EmailState, long> Counts, bool IsPartial, DeliveryTrend Trend)
{
    public long CountOf(EmailState state) => Counts.GetValueOrDefault(state);

    /// <summary>Of those states; none: of all.</summary>
    public long CountOf(IReadOnlyCollection<EmailState> states) => Counts.Where(c => states.Count == 0 || states.Contains(c.Key)).Sum(c => c.Value);
}

/// <summary>So many messages fail alike.</summary>
/// <param name="Cause">Why.</param>
/// <param name="Count">Messages.</param>
public sealed record CauseCount(FailureCause Cause, long Count);
