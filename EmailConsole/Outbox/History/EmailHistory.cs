using EmailConsole.Outbox.Health;
using EmailConsole.Outbox.Reading;
using EmailConsole.Outbox.Trends;
using EmailConsole.Outbox.Writing;
using EmailConsole.Persistence;

namespace EmailConsole.Outbox.History;

/// <summary>
/// Reads what was accepted and what became of it, as long as it is kept. Every answer comes from an index: its cost grows with
/// the page, not with the history. Who may read is decided by whoever asks.
/// </summary>
internal sealed class EmailHistory(
    OutboxConnection connections, OutboxTally tally, IOutboxLanes lanes, KeyNames keys, ProviderHealths healths, TimeProvider clock)
{
    /// <summary>Messages a page holds at most.</summary>
    public const int MaxPage = 200;

    /// <summary>Beyond it what is looked for is not counted.</summary>
    public const int MaxCounted = 10_000;

    /// <summary>Causes that are given, those of most messages.</summary>
    public const int MaxCauses = 5;

    // Of a chart
    private const int Intervals = 48;

    private static readonly EmailState[] StoredStates =
        [EmailState.Queued, EmailState.Retrying, EmailState.Delivered, EmailState.Failed, EmailState.Expired, EmailState.Cancelled];

    /// <param name="filter">Which messages.</param>
    /// <param name="cursor">From the page before; null: the newest.</param>
    /// <param name="max">At most so many, up to <see cref="MaxPage"/>.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<EmailPage> PageAsync(EmailFilter filter, EmailCursor? cursor, int max, CancellationToken cancellationToken)
    {
        var moment = await MomentAsync(filter.TenantId, cancellationToken);
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        return SearchIn(reader, filter, moment).FindPage(cursor?.Last, Math.Clamp(max, 1, MaxPage), cancellationToken) is not { } found
            ? new EmailPage([], null) { IsTooBroad = true }
            : new EmailPage(
                await WithNextAttemptsAsync([.. found.Emails.Select(e => reader.Summary(e.Id, moment)).OfType<EmailSummary>()], cancellationToken),
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

        var moment = await MomentAsync(row.TenantId, cancellationToken);
        return reader.Summary(id, moment) is { } email
            ? new EmailStory((await WithNextAttemptsAsync([email], cancellationToken))[0], AttemptsFor(tenantId, reader.Attempts(id)), reader.HasContent(id))
            : null;
    }

    private static IReadOnlyList<EmailAttempt> AttemptsFor(Guid? tenantId, IReadOnlyList<EmailAttempt> attempts) =>
        tenantId is { } tenant ? [.. attempts.Select(a => InheritedFailure.Redact(a, tenant))] : attempts;

    /// <summary>As <see cref="PageAsync"/>, but only which messages they are.</summary>
    public async Task<EmailMatches> MatchAsync(EmailFilter filter, EmailCursor? cursor, int max, CancellationToken cancellationToken)
    {
        var moment = await MomentAsync(filter.TenantId, cancellationToken);
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        return SearchIn(reader, filter, moment).FindPage(cursor?.Last, max, cancellationToken) is not { } found
            ? new EmailMatches([], null) { IsTooBroad = true }
            : new EmailMatches(
                [.. found.Emails.Select(e => new EmailMatch(e.Id, e.TenantId))], found.Floor is { } floor ? new EmailCursor(floor) : null);
    }

    /// <summary>What would become of a resend of them now, as far as it can be told beforehand: <see cref="EmailChange.Done"/>, or why not.</summary>
    public async Task<IReadOnlyList<EmailChange>> CanResendAsync(IReadOnlyCollection<EmailMatch> emails, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        return [.. emails.Select(e => reader.Resendable(e.Id, now))];
    }

    /// <summary>What is known by now of messages that a page showed; those that are not kept any more are left out.</summary>
    public async Task<IReadOnlyList<EmailSummary>> ReadAsync(Guid? tenantId, IReadOnlyCollection<Guid> ids, CancellationToken cancellationToken)
    {
        var moment = await MomentAsync(tenantId, cancellationToken);
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        return await WithNextAttemptsAsync(
            [.. ids.Select(id => reader.Summary(id, moment)).OfType<EmailSummary>().Where(e => tenantId is null || e.TenantId == tenantId)], cancellationToken);
    }

    /// <summary>All messages by state: each in one, so that they add up to the counters.</summary>
    public async Task<IReadOnlyDictionary<EmailState, long>> CountAsync(Guid? tenantId, CancellationToken cancellationToken)
    {
        var moment = await MomentAsync(tenantId, cancellationToken);
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        var counters = tally.Of(tenantId ?? OutboxTally.Everybody);
        var counts = StoredStates.ToDictionary(state => state, counters.Of);
        Divide(counts, reader, moment, tenantId, IdRange.Of(new EmailFilter(), null));
        return counts;
    }

    /// <summary>Messages that wait for the time that their sender asked for.</summary>
    public async Task<long> CountScheduledAsync(Guid tenantId, CancellationToken cancellationToken)
    {
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        return CountScheduled(reader, tenantId, clock.GetUtcNow(), IdRange.Of(new EmailFilter(), null));
    }

    /// <summary>How many match, by state and over time. What is looked for is counted up to <see cref="MaxCounted"/>.</summary>
    /// <param name="filter">Its states narrow what is shown over time alone.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public async Task<EmailFigures> FiguresAsync(EmailFilter filter, CancellationToken cancellationToken)
    {
        var moment = await MomentAsync(filter.TenantId, cancellationToken);
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        var anyState = filter with { States = [] };
        if (!filter.IsSearch)
        {
            var (counts, trend) = CountRange(reader, filter, moment);
            return new EmailFigures(counts, IsPartial: false, trend);
        }

        var found = SearchIn(reader, anyState, moment).FindPage(null, MaxCounted, cancellationToken) ?? new EmailRun([], Guid.Empty);
        EmailRow[] shown = [.. found.Emails.Where(e => filter.States.Count == 0 || filter.States.Contains(e.State))];
        return new EmailFigures(
            found.Emails.CountBy(e => e.State).ToDictionary(c => c.Key, c => (long)c.Value),
            IsPartial: found.Floor is not null,
            TrendOf(filter, shown.Length > 0 ? shown[^1].Id : null, moment, (start, end) => (
                Within(start, end).LongCount(e => e.State == EmailState.Delivered),
                Within(start, end).LongCount(e => e.State.IsWaiting),
                Within(start, end).LongCount(e => e.State is EmailState.Failed or EmailState.Expired))));

        // Newest first
        ArraySegment<EmailRow> Within(Guid start, Guid end)
        {
            var (from, to) = (CountFrom(end), CountFrom(start));
            return new ArraySegment<EmailRow>(shown, from, to - from);
        }

        int CountFrom(Guid id)
        {
            var (low, high) = (0, shown.Length);
            while (low < high)
            {
                var middle = (low + high) / 2;
                (low, high) = shown[middle].Id.CompareTo(id) >= 0 ? (middle + 1, high) : (low, middle);
            }

            return low;
        }
    }

    /// <summary>Why most of what is not delivered is not: of what was last seen to fail since then.</summary>
    public async Task<IReadOnlyList<CauseCount>> CausesAsync(Guid? tenantId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var reader = new HistoryReader(await connections.OpenAsync(cancellationToken));
        return
        [
            .. reader.Causes(tenantId, since).Select(c => new CauseCount(c.Cause, c.Count))
                .OrderByDescending(c => c.Count).ThenBy(c => c.Cause.ToString(), StringComparer.Ordinal).Take(MaxCauses),
        ];
    }

    private (Dictionary<EmailState, long> Counts, DeliveryTrend Trend) CountRange(HistoryReader reader, EmailFilter filter, HistoryMoment moment)
    {
        var counts = StoredStates.ToDictionary(state => state, _ => 0L);
        var trend = TrendOf(filter, reader.Oldest(filter.TenantId), moment, (start, end) =>
        {
            var interval = StoredStates.ToDictionary(state => state, state => CountStored(reader, filter.TenantId, state, start, end));
            foreach (var (state, count) in interval)
            {
                counts[state] += count;
            }

            if (filter.States.Any(state => state.IsWaiting))
            {
                Divide(interval, reader, moment, filter.TenantId, new IdRange(start, end));
            }

            return (
                Shown(EmailState.Delivered),
                Shown(EmailState.Scheduled) + Shown(EmailState.Queued) + Shown(EmailState.Sending) + Shown(EmailState.Retrying),
                Shown(EmailState.Failed) + Shown(EmailState.Expired));

            long Shown(EmailState state) => filter.States.Count == 0 || filter.States.Contains(state) ? interval.GetValueOrDefault(state) : 0;
        });
        Divide(counts, reader, moment, filter.TenantId, IdRange.Of(filter, null));
        return (counts, trend);
    }

    private static long CountStored(HistoryReader reader, Guid? tenantId, EmailState state, Guid start, Guid end) => reader.Count(
        HistorySql.Of(tenantId, HistorySql.CountOfTenant), HistoryReader.Key(tenantId), (int)state, SortableGuid.ToBytes(start), SortableGuid.ToBytes(end));

    /// <summary>Divides what is stored as queued or retrying into what is scheduled, queued, being sent and retrying. The sum stays.</summary>
    private static void Divide(Dictionary<EmailState, long> counts, HistoryReader reader, HistoryMoment moment, Guid? tenantId, IdRange range)
    {
        long waiting = counts[EmailState.Queued], retrying = counts[EmailState.Retrying];
        long sending = 0;
        if (waiting + retrying > 0)
        {
            foreach (var id in moment.Sending.Where(range.Contains))
            {
                // Between the counters and the lanes a message may have moved on
                switch (reader.StateOf(id)?.State)
                {
                    case EmailState.Queued when waiting > 0:
                        waiting--;
                        sending++;
                        break;
                    case EmailState.Retrying when retrying > 0:
                        retrying--;
                        sending++;
                        break;
                }
            }
        }

        var scheduled = waiting == 0 ? 0 : Math.Min(waiting, CountScheduled(reader, tenantId, moment.Now, range));
        (counts[EmailState.Queued], counts[EmailState.Retrying]) = (waiting - scheduled, retrying);
        (counts[EmailState.Sending], counts[EmailState.Scheduled]) = (sending, scheduled);
    }

    private static long CountScheduled(HistoryReader reader, Guid? tenantId, DateTimeOffset now, IdRange range) => reader.Count(
        HistorySql.Of(tenantId, HistorySql.CountScheduled),
        HistoryReader.Key(tenantId),
        now.ToMicroseconds(),
        SortableGuid.ToBytes(range.From),
        SortableGuid.ToBytes(range.Below));

    private static DeliveryTrend TrendOf(EmailFilter filter, Guid? oldest, HistoryMoment moment, Func<Guid, Guid, (long Delivered, long Waiting, long Failed)> count)
    {
        // Ids of a millisecond are in it to its end, and something may just be coming
        var end = filter.Until < moment.Now ? filter.Until.Value : moment.Now.AddMilliseconds(1);

        // An hour at least: bars of a second each would tell nothing
        var hourAgo = end.AddHours(-1);
        var start = filter.Since ?? (oldest is { } first && SortableGuid.TimeOf(first) < hourAgo ? SortableGuid.TimeOf(first) : hourAgo);
        start = start < end ? start : end.AddMilliseconds(-Intervals);
        var step = TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, (end - start).Ticks / Intervals));
        var intervals = new TrendInterval[Intervals];
        for (var i = 0; i < Intervals; i++)
        {
            var from = start + (i * step);
            var to = i == Intervals - 1 ? end : from + step;
            var (delivered, waiting, failed) = count(i == 0 && filter.Since is null ? Guid.Empty : SortableGuid.FirstAt(from), SortableGuid.FirstAt(to));
            intervals[i] = new TrendInterval(from, delivered, waiting, failed);
        }

        return new DeliveryTrend(intervals, null, null) { Step = step, IsByAcceptance = true };
    }

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

    private HistorySearch SearchIn(HistoryReader reader, EmailFilter filter, HistoryMoment moment)
    {
        var acceptedBy = filter.ApiKey is { } key ? keys.Find(reader, filter.TenantId, key) : [];
        return new HistorySearch(reader, filter, moment, acceptedBy, clock);
    }

    private async Task<HistoryMoment> MomentAsync(Guid? tenantId, CancellationToken cancellationToken) =>
        new(clock.GetUtcNow(), (await lanes.SendingAsync(tenantId, cancellationToken)).ToHashSet());
}
