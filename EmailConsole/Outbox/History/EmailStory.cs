using EmailConsole.Delivery;

namespace EmailConsole.Outbox.History;

/// <summary>All that is known of one message, but its content.</summary>
/// <param name="Email">As in the list.</param>
/// <param name="Attempts">The first one first.</param>
/// <param name="HasContent">Whether the content is still stored: without it nothing can be resent.</param>
public sealed record EmailStory(EmailSummary Email, IReadOnlyList<EmailAttempt> Attempts, bool HasContent)
{
    /// <summary>What is done with it at this moment; null: it is not being sent, or about to begin.</summary>
    public StageUnderWay? UnderWay { get; init; }
}
