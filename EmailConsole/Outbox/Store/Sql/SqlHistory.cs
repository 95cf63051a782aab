using EmailConsole.Outbox.History;
using EmailConsole.Outbox.Trends;
using EmailConsole.Persistence;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Every answer comes from an index: its cost grows with the page, not with the history.</summary>
internal sealed class SqlHistory(OutboxDatabase database, OutboxTally tally, KeyNames keys, TimeProvider clock) : IOutboxHistory
{
    // Of a chart
    private const int Intervals = 48;

    private static readonly EmailState[] StoredStates =
        [EmailState.Queued, EmailState.Retrying, EmailState.Delivered, EmailState.Failed, EmailState.Expired, EmailState.Cancelled];

    public async Task<EmailPage> PageAsync(EmailFilter filter, EmailCursor? cursor, int max, HistoryMoment moment, CancellationToken cancellationToken)
    {
        await using var reader = await OpenAsync(cancellationToken);
        return SearchIn(reader, filter, moment).FindPage(cursor?.Last, max, cancellationToken) is not { } found
            ? new EmailPage([], null) { IsTooBroad = true }
            : new EmailPage(
                [.. found.Emails.Select(e => reader.Summary(e.Id, moment)).OfType<EmailSummary>()], found.Floor is { } floor ? new EmailCursor(floor) : null);
    }

    public async Task<EmailMatches> MatchAsync(EmailFilter filter, EmailCursor? cursor, int max, HistoryMoment moment, CancellationToken cancellationToken)
    {
        await using var reader = await OpenAsync(cancellationToken);
        return SearchIn(reader, filter, moment).FindPage(cursor?.Last, max, cancellationToken) is not { } found
            ? new EmailMatches([], null) { IsTooBroad = true }
            : new EmailMatches(
                [.. found.Emails.Select(e => new EmailMatch(e.Id, e.TenantId))], found.Floor is { } floor ? new EmailCursor(floor) : null);
    }

    public async Task<EmailStory?> FindAsync(Guid id, HistoryMoment moment, CancellationToken cancellationToken)
    {
        await using var reader = await OpenAsync(cancellationToken);
        return reader.Summary(id, moment) is { } email ? new EmailStory(email, reader.Attempts(id), reader.HasContent(id)) : null;
    }

    public async Task<IReadOnlyList<EmailSummary>> ReadAsync(IReadOnlyCollection<Guid> ids, HistoryMoment moment, CancellationToken cancellationToken)
    {
        await using var reader = await OpenAsync(cancellationToken);
        return [.. ids.Select(id => reader.Summary(id, moment)).OfType<EmailSummary>()];
    }

    public async Task<IReadOnlyList<EmailChange>> CanResendAsync(IReadOnlyCollection<EmailMatch> emails, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var reader = await OpenAsync(cancellationToken);
        return [.. emails.Select(e => reader.Resendable(e.Id, now))];
    }

    public async Task<IReadOnlyDictionary<EmailState, long>> CountAsync(Guid? tenantId, HistoryMoment moment, CancellationToken cancellationToken)
    {
        await using var reader = await OpenAsync(cancellationToken);
        var counters = tenantId is { } tenant ? tally.Of(tenant) : tally.Total();
        var counts = StoredStates.ToDictionary(state => state, counters.Of);
        Divide(counts, reader, moment, tenantId, IdRange.Of(new EmailFilter(), null));
        return counts;
    }

    public async Task<long> CountScheduledAsync(Guid tenantId, DateTimeOffset now, CancellationToken cancellationToken)
    {
        await using var reader = await OpenAsync(cancellationToken);
        return CountScheduled(reader, tenantId, now, IdRange.Of(new EmailFilter(), null));
    }

    public async Task<EmailFigures> FiguresAsync(EmailFilter filter, HistoryMoment moment, CancellationToken cancellationToken)
    {
        await using var reader = await OpenAsync(cancellationToken);
        var anyState = filter with { States = [] };
        if (!filter.IsSearch)
        {
            var (counts, trend) = CountRange(reader, filter, moment);
            return new EmailFigures(counts, IsPartial: false, trend);
        }

        var found = SearchIn(reader, anyState, moment).FindPage(null, EmailHistory.MaxCounted, cancellationToken) ?? new EmailRun([], Guid.Empty);
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

    public async Task<IReadOnlyList<CauseCount>> CausesAsync(Guid? tenantId, DateTimeOffset since, CancellationToken cancellationToken)
    {
        await using var reader = await OpenAsync(cancellationToken);
        return
        [
            .. reader.Causes(tenantId, since).Select(c => new CauseCount(c.Cause, c.Count))
                .OrderByDescending(c => c.Count).ThenBy(c => c.Cause.ToString(), StringComparer.Ordinal).Take(EmailHistory.MaxCauses),
        ];
    }

    private async Task<HistoryReader> OpenAsync(CancellationToken cancellationToken) => new(await database.OpenAsync(cancellationToken));

    private static (Dictionary<EmailState, long> Counts, DeliveryTrend Trend) CountRange(HistoryReader reader, EmailFilter filter, HistoryMoment moment)
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
        HistorySql.Of(tenantId, HistorySql.CountOfTenant), tenantId, (int)state, start, end);

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
        tenantId,
        now,
        range.From,
        range.Below);

    private static DeliveryTrend TrendOf(EmailFilter filter, Guid? oldest, HistoryMoment moment, Func<Guid, Guid, (long Delivered, long Waiting, long Failed)> count)
    {
        // Ids of a millisecond are in it to its end, and something may just be coming
        var end = filter.Until < moment.Now ? filter.Until.Value : moment.Now.AddMilliseconds(1);

        // An hour at least: bars of a second each would tell nothing
        var hourAgo = end.AddHours(-1);
        var start = filter.Since ?? (oldest is { } first && new EmailCursor(first).AcceptedAt is var time && time < hourAgo ? time : hourAgo);
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

    private HistorySearch SearchIn(HistoryReader reader, EmailFilter filter, HistoryMoment moment)
    {
        var acceptedBy = filter.ApiKey is { } key ? keys.Find(start => reader.AcceptedBy(filter.TenantId, start), filter.TenantId, key) : [];
        return new HistorySearch(reader, filter, moment, acceptedBy, clock);
    }
}
