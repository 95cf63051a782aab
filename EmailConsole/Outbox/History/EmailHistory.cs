using EmailConsole.Outbox.Health;
using EmailConsole.Outbox.Reading;
using EmailConsole.Outbox.Writing;

namespace EmailConsole.Outbox.History;

/// <summary>
/// Reads what was accepted and what became of it, as long as it is kept. Every answer comes from an index: its cost grows with
/// the page, not with the history. Who may read is decided by whoever asks.
/// </summary>
internal sealed class EmailHistory(OutboxConnection connections, OutboxTally tally, IOutboxLanes lanes, ProviderHealths healths, TimeProvider clock)
{
    /// <summary>Messages a page holds at most.</summary>
    public const int MaxPage = 200;

    /// <param name="filter">Which messages.</param>
    /// <param name="cursor">From the page before; null: the newest.</param>
    /// <param name="max">At most so many, up to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<EmailPage> PageAsync(EmailFilter filter, EmailCursor? cursor, int max, CancellationToken cancellationToken)
    {
        var sending = await SendingAsync(filter.TenantId, cancellationToken);
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        return SearchIn(reader, filter, sending).FindPage(cursor?.Last, Math.Clamp(max, 1, MaxPage), cancellationToken) is not { } found
            ? new EmailPage([], null) { IsTooBroad = true }
            : new EmailPage(
                await WithNextAttemptsAsync([.. found.Ids.Select(id => reader.Summary(id, sending)).OfType<EmailSummary>()], cancellationToken),
                found.Floor is { } floor ? new EmailCursor(floor) : null);
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
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        if (reader.StateOf(id) is not { } row || (tenantId is { } tenant && tenant != row.TenantId))
        {
            return null;
        }

        var sending = row.State.IsWaiting ? await SendingAsync(row.TenantId, cancellationToken) : new HashSet<Guid>();
        return reader.Summary(id, sending) is { } email
            ? new EmailStory((await WithNextAttemptsAsync([email], cancellationToken))[0], AttemptsFor(tenantId, reader.Attempts(id)), reader.HasContent(id))
            : null;
    }

    private static IReadOnlyList<EmailAttempt> AttemptsFor(Guid? tenantId, IReadOnlyList<EmailAttempt> attempts) =>
        tenantId is { } tenant ? [.. attempts.Select(a => InheritedFailure.Redact(a, tenant))] : attempts;

    /// <summary>As <see cref="PageAsync"/>, but only which messages they are.</summary>
    public async Task<EmailMatches> MatchAsync(EmailFilter filter, EmailCursor? cursor, int max, CancellationToken cancellationToken)
    {
        var sending = await SendingAsync(filter.TenantId, cancellationToken);
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        return SearchIn(reader, filter, sending).FindPage(cursor?.Last, max, cancellationToken) is not { } found
            ? new EmailMatches([], null) { IsTooBroad = true }
            : new EmailMatches(
                [.. found.Ids.Select(id => (id, reader.StateOf(id)?.TenantId)).Where(m => m.TenantId is not null).Select(m => new EmailMatch(m.id, m.TenantId!.Value))],
                found.Floor is { } floor ? new EmailCursor(floor) : null);
    }

    /// <summary>What is known by now of messages that a page showed; those that are not kept any more are left out.</summary>
    public async Task<IReadOnlyList<EmailSummary>> ReadAsync(Guid? tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var sending = await SendingAsync(tenantId, cancellationToken);
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        return await WithNextAttemptsAsync(
            [.. ids.Select(id => reader.Summary(id, sending)).OfType<EmailSummary>().Where(e => tenantId is null || e.TenantId == tenantId)], cancellationToken);
    }

    /// <summary>Messages that are being sent just now.</summary>
    public async Task<int> CountSendingAsync(Guid? tenantId, CancellationToken cancellationToken) => (await SendingAsync(tenantId, cancellationToken)).Count;

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

    private HistorySearch SearchIn(HistoryReader reader, EmailFilter filter, IReadOnlySet<Guid> sending) =>
        new(reader, filter, sending, [.. tally.All.Select(t => t.Key)]);

    private async Task<IReadOnlySet<Guid>> SendingAsync(Guid? tenantId, CancellationToken cancellationToken) =>
        (await lanes.SendingAsync(tenantId, cancellationToken)).ToHashSet();
}
