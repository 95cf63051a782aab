using EmailConsole.Outbox.Reading;
using EmailConsole.Outbox.Writing;

namespace EmailConsole.Outbox.History;

/// <summary>
/// Reads what was accepted and what became of it, as long as it is kept. Every answer comes from an index: its cost grows with
/// the page, not with the history. Who may read is decided by whoever asks.
/// </summary>
internal sealed class EmailHistory(OutboxConnection connections, OutboxTally tally, IOutboxLanes lanes)
{
    /// <summary>Messages a page holds at most.</summary>
    public const int MaxPage = 200;

    // How often a search goes on that looked at thousands and found too few
    private const int MaxRounds = 10;

    /// <param name="filter">Which messages.</param>
    /// <param name="cursor">From the page before; null: the newest.</param>
    /// <param name="max">At most so many, up to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<EmailPage> PageAsync(EmailFilter filter, EmailCursor? cursor, int max, CancellationToken cancellationToken)
    {
        var sending = await SendingAsync(filter.TenantId, cancellationToken);
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        return Find(reader, filter, sending, cursor?.Last, Math.Clamp(max, 1, MaxPage), cancellationToken) is not { } found
            ? new EmailPage([], null) { IsTooBroad = true }
            : new EmailPage(
                [.. found.Ids.Select(id => reader.Summary(id, sending)).OfType<EmailSummary>()],
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
        return reader.Summary(id, sending) is { } email ? new EmailStory(email, AttemptsFor(tenantId, reader.Attempts(id)), reader.HasContent(id)) : null;
    }

    private IdRun? Find(
        HistoryReader reader, EmailFilter filter, IReadOnlySet<Guid> sending, Guid? before, int max, CancellationToken cancellationToken)
    {
        var search = new HistorySearch(reader, filter, sending, [.. tally.All.Select(t => t.Key)]);
        List<Guid> ids = [];
        for (var round = 0; ; round++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (search.Find(before, max - ids.Count) is not { } found)
            {
                return null;
            }

            ids.AddRange(found.Ids);
            before = found.Floor;
            if (before is null || ids.Count == max || round == MaxRounds)
            {
                return new IdRun(ids, before);
            }
        }
    }

    private static IReadOnlyList<EmailAttempt> AttemptsFor(Guid? tenantId, IReadOnlyList<EmailAttempt> attempts) =>
        tenantId is { } tenant ? [.. attempts.Select(a => InheritedFailure.Redact(a, tenant))] : attempts;

    private async Task<IReadOnlySet<Guid>> SendingAsync(Guid? tenantId, CancellationToken cancellationToken) =>
        (await lanes.SendingAsync(tenantId, cancellationToken)).ToHashSet();
}
