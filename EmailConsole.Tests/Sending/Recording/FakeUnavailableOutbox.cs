using EmailConsole.Outbox;

namespace EmailConsole.Tests.Sending.Recording;

/// <summary>A store whose disk is full, until a test says otherwise.</summary>
internal sealed class FakeUnavailableOutbox : IOutboxStore
{
    public bool IsAvailable { get; set; }

    /// <summary>What a result that it takes ends with; null: it is recorded.</summary>
    public Exception? RecordFault { get; set; }

    /// <summary>What reading ends with; null: nothing waits.</summary>
    public Exception? ReadFault { get; set; }

    /// <summary>What is due.</summary>
    public IReadOnlyList<WaitingEmail> Due { get; set; } = [];

    /// <summary>The bytes whose contents were read together.</summary>
    public List<long> Loaded { get; } = [];

    public Func<EmailCounts> Counts { get; set; } = () => default;

    public Task<IReadOnlyList<RecordedEmail>> RecordAsync(IReadOnlyList<DeliveryReport> reports) => RecordFault is { } fault
        ? throw fault
        : IsAvailable
        ? Task.FromResult<IReadOnlyList<RecordedEmail>>([.. reports.Select(r => new RecordedEmail(r.Email.Id, EmailState.Delivered, null))])
        : throw new OutboxUnavailableException("database or disk is full");

    public Task ExpireAsync(IReadOnlyList<Guid> ids, Hindrance? why = null, Withdrawal? withdrawal = null) => throw new OutboxUnavailableException("database or disk is full");

    public Task<AcceptOutcome?> FindAnswerAsync(Guid tenantId, IdempotencyKey key, CancellationToken cancellationToken) =>
        Task.FromResult<AcceptOutcome?>(null);

    public Task<AcceptOutcome> AcceptAsync(EmailBatch batch, Action committed) => throw new OutboxUnavailableException("database or disk is full");

    public Task<IReadOnlyList<EmailMatch>> FindExpiredAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<EmailMatch>>([]);

    public Task<IReadOnlyList<EmailChange>> CancelAsync(Guid tenantId, IReadOnlyList<Guid> ids, Withdrawal? withdrawal = null) =>
        throw new OutboxUnavailableException("database or disk is full");

    public Task<IReadOnlyList<EmailChange>> ResendAsync(Guid tenantId, IReadOnlyList<Guid> ids) =>
        throw new OutboxUnavailableException("database or disk is full");

    public Task<IReadOnlyList<EmailChange>> RetryAsync(Guid tenantId, IReadOnlyList<Guid> ids) =>
        throw new OutboxUnavailableException("database or disk is full");

    public Task<RetryStep> RetrySoonerAsync(Guid tenantId, Guid after) => throw new OutboxUnavailableException("database or disk is full");

    public Task<IReadOnlyList<long>> FindSizesAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<long>>([]);

    public Task<DateTimeOffset?> FindOldestRetryingAsync(CancellationToken cancellationToken) => Task.FromResult<DateTimeOffset?>(null);

    public Task<IReadOnlyList<WaitingEmail>> TakeDueAsync(
        Guid tenantId,
        EmailPriority? priority,
        int max,
        DateTimeOffset now,
        IReadOnlyCollection<Guid> holding,
        IReadOnlyCollection<Guid> notStayingAt,
        CancellationToken cancellationToken) =>
        ReadFault is { } fault
            ? throw fault
            : Task.FromResult<IReadOnlyList<WaitingEmail>>([.. Due.Where(e => e.Priority == priority && !holding.Contains(e.Id)).Take(max)]);

    public Task<DateTimeOffset?> FindNextDueAsync(Guid tenantId, DateTimeOffset after, CancellationToken cancellationToken) =>
        Task.FromResult<DateTimeOffset?>(null);

    public Task<IReadOnlyList<ReadyEmail>> LoadContentAsync(IReadOnlyList<WaitingEmail> emails, CancellationToken cancellationToken)
    {
        Loaded.Add(emails.Sum(e => e.Size));
        return Task.FromResult<IReadOnlyList<ReadyEmail>>([.. emails.Select(e => new ReadyEmail(e, null, null))]);
    }

    public Task<IReadOnlyList<TenantBacklog>> FindBacklogsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<TenantBacklog>>([]);

    public EmailCounts CountsOf(Guid tenantId) => Counts();

    public EmailCounts TotalCounts() => default;
}
