namespace EmailConsole.Outbox.History;

/// <summary>
/// Reads what was accepted and what became of it, as long as it is kept, whatever database keeps it. The cost of an answer must grow with
/// the page, not with the history. Who may read what is <see cref="EmailHistory"/>'s to say.
/// </summary>
internal interface IOutboxHistory
{
    /// <param name="filter">Which messages.</param>
    /// <param name="cursor">From the page before; null: the newest.</param>
    /// <param name="max">At most so many. A search ends in time, and may give fewer and go on with the next page.</param>
    /// <param name="moment">The states are those of then.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<EmailPage> PageAsync(EmailFilter filter, EmailCursor? cursor, int max, HistoryMoment moment, CancellationToken cancellationToken);

    /// <summary>As <see cref="PageAsync"/>, but only which messages they are.</summary>
    Task<EmailMatches> MatchAsync(EmailFilter filter, EmailCursor? cursor, int max, HistoryMoment moment, CancellationToken cancellationToken);

    /// <returns>Null where there is no such message.</returns>
    Task<EmailStory?> FindAsync(Guid id, HistoryMoment moment, CancellationToken cancellationToken);

    /// <summary>Those that are still kept, in the order of their ids' list.</summary>
    Task<IReadOnlyList<EmailSummary>> ReadAsync(IReadOnlyCollection<Guid> ids, HistoryMoment moment, CancellationToken cancellationToken);

    /// <returns>One for each: <see cref="EmailChange.Done"/>, or what would hinder a resend at that moment.</returns>
    Task<IReadOnlyList<EmailChange>> CanResendAsync(IReadOnlyCollection<EmailMatch> emails, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>All messages by state; null: of all tenants.</summary>
    Task<IReadOnlyDictionary<EmailState, long>> CountAsync(Guid? tenantId, HistoryMoment moment, CancellationToken cancellationToken);

    /// <summary>Messages that wait for the time that their sender asked for.</summary>
    Task<long> CountScheduledAsync(Guid tenantId, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>How many match, by state and over time; what is looked for is counted up to <see cref="EmailHistory.MaxCounted"/>.</summary>
    Task<EmailFigures> FiguresAsync(EmailFilter filter, HistoryMoment moment, CancellationToken cancellationToken);

    /// <summary>The <see cref="EmailHistory.MaxCauses"/> causes of most of what was last seen to fail since then.</summary>
    Task<IReadOnlyList<CauseCount>> CausesAsync(Guid? tenantId, DateTimeOffset since, CancellationToken cancellationToken);
}

/// <summary>What only the clock and the lanes know of a state: the database says queued or retrying.</summary>
/// <param name="Now">The time.</param>
/// <param name="Sending">What the lanes are at.</param>
internal sealed record HistoryMoment(DateTimeOffset Now, IReadOnlySet<Guid> Sending)
{
    public EmailState Of(Guid id, EmailState stored, DateTimeOffset? sendAt) =>
        stored.IsWaiting && Sending.Contains(id) ? EmailState.Sending
        : stored == EmailState.Queued && sendAt > Now ? EmailState.Scheduled
        : stored;
}
