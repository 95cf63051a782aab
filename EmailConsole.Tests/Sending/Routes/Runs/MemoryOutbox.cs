using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Retry;

namespace EmailConsole.Tests.Sending.Routes.Runs;

/// <summary>What is recorded of an attempt.</summary>
internal sealed record RunAttempt(Guid? Provider, string? Name, DeliveryOutcome Outcome);

/// <summary>A store in memory that decides by the real verdicts, and outlives the lanes of a run. Thread-safe.</summary>
internal sealed class MemoryOutbox(Verdicts verdicts, TimeProvider clock) : IOutboxStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, Row> _rows = [];
    private long _calls;

    /// <summary>Whoever waits for quiet compares it.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    public WaitingEmail Accept(WaitingEmail email) => Locked(() =>
    {
        _rows.Add(email.Id, new Row(email));
        return email;
    });

    public EmailState StateOf(Guid id) => Locked(() => _rows[id].State);

    /// <returns>Null: it waits no longer, or is not accepted yet.</returns>
    public WaitingEmail? Find(Guid id) => Locked(() => _rows.GetValueOrDefault(id)?.Waiting);

    public IReadOnlyList<RunAttempt> AttemptsOf(Guid id) => Locked(() => _rows[id].History.ToList());

    public IReadOnlyList<Guid> Waiting() => Locked(() => _rows.Values.Where(r => r.State.IsWaiting).Select(r => r.Email.Id).ToList());

    public Task<IReadOnlyList<WaitingEmail>> TakeDueAsync(
        Guid tenantId,
        EmailPriority? priority,
        int max,
        DateTimeOffset now,
        IReadOnlyCollection<Guid> holding,
        IReadOnlyCollection<Guid> notStayingAt,
        CancellationToken cancellationToken) =>
        Done<IReadOnlyList<WaitingEmail>>(() => [.. Due(tenantId)
            .Where(r => (priority ?? r.Email.Priority) == r.Email.Priority && r.DueAt <= now && !holding.Contains(r.Email.Id))
            .Where(r => r.Route is not { Step: RouteStep.Stay, From: { } at } || !notStayingAt.Contains(at))
            .OrderBy(r => r.DueAt).ThenBy(r => r.Email.Id).Take(max).Select(r => r.Waiting!)]);

    public Task<DateTimeOffset?> FindNextDueAsync(Guid tenantId, DateTimeOffset after, CancellationToken cancellationToken) =>
        Done(() => Due(tenantId).Where(r => r.DueAt > after).Min(r => r.DueAt));

    public Task<IReadOnlyList<ReadyEmail>> LoadContentAsync(IReadOnlyList<WaitingEmail> emails, CancellationToken cancellationToken) =>
        Done<IReadOnlyList<ReadyEmail>>(() => [.. emails.Select(Ready)]);

    public static ReadyEmail Ready(WaitingEmail email) => new(email, Tests.Outbox.Emails.New([.. email.Recipients]).Content with { Subject = email.Id.ToString() }, null);

    public Task<IReadOnlyList<RecordedEmail>> RecordAsync(IReadOnlyList<DeliveryReport> reports) => Done<IReadOnlyList<RecordedEmail>>(() => [.. reports.Select(Record)]);

    public Task<IReadOnlyList<EmailMatch>> FindExpiredAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) => Done<IReadOnlyList<EmailMatch>>(
        () => [.. _rows.Values.Where(r => r.DueAt is not null && r.Email.ExpiresAt <= now).Take(max).Select(r => new EmailMatch(r.Email.Id, r.Email.TenantId))]);

    public Task ExpireAsync(IReadOnlyList<Guid> ids, string? why = null, Withdrawal? withdrawal = null) => Done(() =>
    {
        foreach (var row in ids.Select(id => _rows[id]).Where(r => r.State.IsWaiting && r.Email.ExpiresAt <= clock.GetUtcNow()))
        {
            row.Recipients = [.. row.Recipients.Select(r => r.State.IsWaiting ? r with { State = EmailState.Expired } : r)];
            row.DueAt = null;
        }

        return true;
    });

    public Task<RetryStep> RetrySoonerAsync(Guid tenantId, Guid after) => Done(() =>
    {
        var now = clock.GetUtcNow();
        var changed = Due(tenantId).Where(r => r.State == EmailState.Retrying && r.DueAt > now).ToList();
        changed.ForEach(r => r.DueAt = now);
        return new RetryStep(changed.Count, Guid.Empty);
    });

    public EmailCounts CountsOf(Guid tenantId) => Locked(() => _rows.Values.Where(r => r.Email.TenantId == tenantId)
        .Aggregate(default(EmailCounts), (counts, row) => counts.With(row.State, 1)));

    public Task<AcceptOutcome?> FindAnswerAsync(Guid tenantId, IdempotencyKey key, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<AcceptOutcome> AcceptAsync(EmailBatch batch, Action committed) => throw new NotSupportedException();

    public Task<IReadOnlyList<EmailChange>> CancelAsync(Guid tenantId, IReadOnlyList<Guid> ids, Withdrawal? withdrawal = null) => throw new NotSupportedException();

    public Task<IReadOnlyList<EmailChange>> ResendAsync(Guid tenantId, IReadOnlyList<Guid> ids) => throw new NotSupportedException();

    public Task<IReadOnlyList<EmailChange>> RetryAsync(Guid tenantId, IReadOnlyList<Guid> ids) => throw new NotSupportedException();

    public Task<IReadOnlyList<long>> FindSizesAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<TenantBacklog>> FindBacklogsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<DateTimeOffset?> FindOldestRetryingAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public EmailCounts TotalCounts() => throw new NotSupportedException();

    private IEnumerable<Row> Due(Guid tenantId) => _rows.Values.Where(r => r.Email.TenantId == tenantId && r.DueAt is not null);

    private RecordedEmail Record(DeliveryReport report)
    {
        var row = _rows[report.Email.Id];
        var verdict = verdicts.On(report, row.Recipients, row.Email.ExpiresAt, row.Attempts + 1 - row.Before, clock.GetUtcNow(), 0.5);
        if (report.Email.Attempts != row.Attempts)
        {
            throw new InvalidOperationException("One message was sent twice at a time.");
        }

        row.Attempts++;
        row.Before += verdict.Route?.Step == RouteStep.Next ? 1 : 0;
        row.DueAt = verdict.DueAt;
        row.Route = verdict.Route ?? row.Route;
        row.Recipients = [.. row.Recipients.Select(r => verdict.Changes.Any(c => c.Ordinal == r.Ordinal) ? r with { State = verdict.Changes.First(c => c.Ordinal == r.Ordinal).State } : r)];
        row.History.Add(new RunAttempt(report.ProviderId, report.ProviderName, report.Outcome));
        return new RecordedEmail(row.Email.Id, row.State, row.Waiting);
    }

    private Task<T> Done<T>(Func<T> what)
    {
        Interlocked.Increment(ref _calls);
        return Task.FromResult(Locked(what));
    }

    private T Locked<T>(Func<T> what)
    {
        lock (_gate)
        {
            return what();
        }
    }

    private sealed class Row(WaitingEmail email)
    {
        public WaitingEmail Email => email;

        public int Attempts { get; set; }

        public int Before { get; set; }

        public DateTimeOffset? DueAt { get; set; } = email.DueAt;

        public RoutePoint Route { get; set; } = email.Route;

        public List<RunAttempt> History { get; } = [];

        public IReadOnlyList<RecipientRow> Recipients { get; set; } = [.. email.Recipients.Select((address, i) => new RecipientRow(i, address, EmailState.Queued))];

        public EmailState State => EmailStates.OfMessage(Recipients.Select(r => r.State));

        public WaitingEmail? Waiting => DueAt is not { } due ? null : email with
        {
            DueAt = due,
            Attempts = Attempts,
            Route = Route,
            Recipients = [.. Recipients.Where(r => r.State.IsWaiting).Select(r => r.Address)],
        };
    }
}
