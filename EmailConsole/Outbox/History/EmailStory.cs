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

    /// <summary>Whether the server knows of it in the attempt under way: then nobody can take it back.</summary>
    public bool IsServerTold => UnderWay?.Stage is DeliveryStage.Sender or DeliveryStage.Recipient or DeliveryStage.Content or DeliveryStage.Request or DeliveryStage.Answer;

    /// <summary>
    /// What the server said of each recipient in that attempt, as far as it is known: a recipient has the last word about them alone. So it is of the last
    /// attempt where none before it came as far as the recipients.
    /// </summary>
    /// <returns>The message's recipients; none where it is not known.</returns>
    public IReadOnlyList<EmailRecipient> RecipientsOf(EmailAttempt attempt) =>
        Attempts is [.., var last] && attempt == last && Attempts.SkipLast(1).All(a => a.Outcome == AttemptOutcome.Failed && a.Stage < DeliveryStage.Recipient)
            ? Email.Recipients
            : [];
}
