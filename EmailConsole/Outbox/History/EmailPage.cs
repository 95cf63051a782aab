namespace EmailConsole.Outbox.History;

/// <summary>A page of the history.</summary>
/// <param name="Emails">Newest first.</param>
/// <param name="Next">For the page of older ones; null: there are none. A page may be short, even empty, and have a next one.</param>
public sealed record EmailPage(IReadOnlyList<EmailSummary> Emails, EmailCursor? Next)
{
    /// <summary>More than <see cref="EmailHistory.MaxBeginnings"/> recipients begin so: nothing is given until more is typed.</summary>
    public bool IsTooBroad { get; init; }
}
