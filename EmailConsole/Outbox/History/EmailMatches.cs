namespace EmailConsole.Outbox.History;

/// <summary>Messages that match a filter.</summary>
/// <param name="Emails">Newest first.</param>
/// <param name="Next">For older ones; null: there are none.</param>
public sealed record EmailMatches(IReadOnlyList<EmailMatch> Emails, EmailCursor? Next)
{
    /// <summary>As <see cref="EmailPage.IsTooBroad"/>.</summary>
    public bool IsTooBroad { get; init; }
}
