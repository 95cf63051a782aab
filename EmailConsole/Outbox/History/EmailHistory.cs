using EmailConsole.Outbox.Health;

namespace EmailConsole.Outbox.History;

/// <summary>
/// What was accepted and what became of it, as it stands at this moment: what the database says, with what the lanes and the providers'
/// pauses say laid over it. Whose mail may be read is decided by whoever asks; what of it a tenant may not read is left out here.
/// </summary>
internal sealed class EmailHistory(IOutboxHistory history, OutboxTally tally, IOutboxLanes lanes, ProviderHealths healths, TimeProvider clock)
{
    /// <summary>Messages a page holds at most.</summary>
    public const int MaxPage = 200;

    /// <summary>Beyond it what is looked for is not counted.</summary>
    public const int MaxCounted = 10_000;

    /// <summary>Causes that are given, those of most messages.</summary>
    public const int MaxCauses = 5;

    /// <summary>Recipients that may begin with what was typed.</summary>
    public const int MaxBeginnings = 10_000;

    /// <param name="filter">Which messages.</param>
    /// <param name="cursor">From the page before; null: the newest.</param>
    /// <param name="max">At most so many, up to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<EmailPage> PageAsync(EmailFilter filter, EmailCursor? cursor, int max, CancellationToken cancellationToken)
    {
        var page = await history.PageAsync(
            filter, cursor, Math.Clamp(max, 1, MaxPage), await MomentAsync(filter.TenantId, cancellationToken), cancellationToken);
        return page with { Emails = await WithNextAttemptsAsync(page.Emails, cancellationToken) };
    }

    /// <summary>Another one after every commit: of that tenant's messages; null: of any.</summary>
    public long VersionOf(Guid? tenantId) => tenantId is { } tenant ? tally.VersionOf(tenant) : tally.Version;

    /// <param name="tenantId">
    /// Whose: whoever asks belongs to that tenant, and of a provider that is not the tenant's own is told nothing but stage and
    /// kind; null: any tenant's, with all that is known, for those who run the super tenant.
    /// </param>
    /// <param name="id">The message.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    /// <returns>Null where the tenant has no such message.</returns>
    public async Task<EmailStory?> FindAsync(Guid? tenantId, Guid id, CancellationToken cancellationToken)
    {
        var story = await history.FindAsync(id, await MomentAsync(tenantId, cancellationToken), cancellationToken);
        return story is null || (tenantId is { } tenant && tenant != story.Email.TenantId) ? null : story with
        {
            Email = (await WithNextAttemptsAsync([story.Email], cancellationToken))[0],
            UnderWay = story.Email.State == EmailState.Sending ? await lanes.UnderWayAsync(story.Email.TenantId, id, cancellationToken) : null,
            Attempts = tenantId is { } reader ? [.. story.Attempts.Select(a => Redact(a, reader))] : story.Attempts,
        };
    }

    /// <summary>As <see cref="PageAsync"/>, but only which messages they are.</summary>
    public async Task<EmailMatches> MatchAsync(EmailFilter filter, EmailCursor? cursor, int max, CancellationToken cancellationToken) =>
        await history.MatchAsync(filter, cursor, max, await MomentAsync(filter.TenantId, cancellationToken), cancellationToken);

    /// <summary>What would become of a resend of them now, as far as it can be told beforehand: <see cref="EmailChange.Done"/>, or why not.</summary>
    public Task<IReadOnlyList<EmailChange>> CanResendAsync(IReadOnlyCollection<EmailMatch> emails, CancellationToken cancellationToken) =>
        history.CanResendAsync(emails, clock.GetUtcNow(), cancellationToken);

    /// <summary>What is known by now of messages that a page showed; those that are not kept any more are left out.</summary>
    public async Task<IReadOnlyList<EmailSummary>> ReadAsync(Guid? tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var found = await history.ReadAsync(ids, await MomentAsync(tenantId, cancellationToken), cancellationToken);
        return await WithNextAttemptsAsync([.. found.Where(e => tenantId is null || e.TenantId == tenantId)], cancellationToken);
    }

    /// <summary>All messages by state: each in one, so that they add up to the counters.</summary>
    public async Task<IReadOnlyDictionary<EmailState, long>> CountAsync(Guid? tenantId, CancellationToken cancellationToken) =>
        await history.CountAsync(tenantId, await MomentAsync(tenantId, cancellationToken), cancellationToken);

    /// <summary>Messages that wait for the time that their sender asked for.</summary>
    public Task<long> CountScheduledAsync(Guid tenantId, CancellationToken cancellationToken) =>
        history.CountScheduledAsync(tenantId, clock.GetUtcNow(), cancellationToken);

    /// <summary>How many match, by state and over time. What is looked for is counted up to <see cref="MaxCounted"/>.</summary>
    /// <param name="filter">Its states narrow what is shown over time alone.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<EmailFigures> FiguresAsync(EmailFilter filter, CancellationToken cancellationToken) =>
        await history.FiguresAsync(filter, await MomentAsync(filter.TenantId, cancellationToken), cancellationToken);

    /// <summary>Why most of what is not delivered is not: of what was last seen to fail since then.</summary>
    public Task<IReadOnlyList<CauseCount>> CausesAsync(Guid? tenantId, DateTimeOffset since, CancellationToken cancellationToken) =>
        history.CausesAsync(tenantId, since, cancellationToken);

    private static EmailAttempt Redact(EmailAttempt attempt, Guid tenantId) => attempt is { Stage: { } stage, Kind: { } kind, Blame: { } blame }
        && InheritedFailure.WordsFor(stage, kind, blame, attempt.ProviderOwner, tenantId) is { } words
            ? attempt with { ServerText = null, Cause = words, Cure = InheritedFailure.Cure }
            : attempt;

    private async Task<IReadOnlyList<EmailSummary>> WithNextAttemptsAsync(IReadOnlyList<EmailSummary> emails, CancellationToken cancellationToken)
    {
        var pauses = await healths.FindPausesAsync(
            [.. emails.Where(e => e is { State.IsWaiting: true, DueAt: not null }).Select(e => e.TenantId).Distinct()], cancellationToken);
        var now = clock.GetUtcNow();
        return [.. emails.Select(e => e with { NextAttemptAt = NextAttempt(e) })];

        // What is due and has not left waits for its turn: its next attempt is not behind it
        DateTimeOffset? NextAttempt(EmailSummary email) => email.State == EmailState.Sending ? email.DueAt
            : email.DueAt is not { } due ? null
            : Later(Later(due, now), pauses.TryGetValue(email.TenantId, out var pause) ? pause : due) is var next && next < email.ExpiresAt ? next
            : null;

        static DateTimeOffset Later(DateTimeOffset one, DateTimeOffset other) => one > other ? one : other;
    }

    private async Task<HistoryMoment> MomentAsync(Guid? tenantId, CancellationToken cancellationToken) =>
        new(clock.GetUtcNow(), (await lanes.SendingAsync(tenantId, cancellationToken)).ToHashSet());
}
