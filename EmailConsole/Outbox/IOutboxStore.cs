using System.Runtime.InteropServices;
using EmailConsole.Outbox.Store;

namespace EmailConsole.Outbox;

/// <summary>
/// A message's way through the outbox, whatever database keeps it. Who holds a message is known to the lanes alone. Every change is a
/// transaction with the counters and statistics that belong to it, and its task ends after the commit, or with
/// <see cref="OutboxUnavailableException"/> where nothing was written. Thread-safe.
/// </summary>
/// <remarks>
/// Another process may write to the same database: what is decided here is decided on the rows as they are when it is written, and what
/// somebody else decided meanwhile stands. That a server took a message is a fact, and is recorded whoever tells it.
/// </remarks>
internal interface IOutboxStore
{
    /// <summary>Providers of <see cref="TakeDueAsync"/>.</summary>
    const int MostStayingAt = 8;

    /// <summary>What was answered to that key before; null: it is new.</summary>
    Task<AcceptOutcome?> FindAnswerAsync(Guid tenantId, IdempotencyKey key, CancellationToken cancellationToken);

    /// <summary>Takes all of them, or none.</summary>
    /// <param name="batch">What to accept.</param>
    /// <param name="committed">Called after the commit and before this ends, where they were accepted, on any thread; must be quick.</param>
    Task<AcceptOutcome> AcceptAsync(EmailBatch batch, Action committed);

    /// <summary>
    /// Messages of a tenant whose time has come, the longest waiting first. Nothing is marked: until a report of it is
    /// recorded the database gives the same message again, so the caller names what it holds.
    /// </summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="priority">Only these; null: high before normal before bulk.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="now">Those due by then and not expired.</param>
    /// <param name="holding">Not these: what the caller holds, until <see cref="RecordAsync"/> has ended for it. Each costs a row read.</param>
    /// <param name="notStayingAt">Nor what these providers may have, see <see cref="RouteStep.Stay"/>; at most <see cref="MostStayingAt"/>, more are passed over.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<WaitingEmail>> TakeDueAsync(
        Guid tenantId,
        EmailPriority? priority,
        int max,
        DateTimeOffset now,
        IReadOnlyCollection<Guid> holding,
        IReadOnlyCollection<Guid> notStayingAt,
        CancellationToken cancellationToken);

    /// <summary>When the next message of the tenant falls due after <paramref name="after"/>; null: none waits for a later time.</summary>
    Task<DateTimeOffset?> FindNextDueAsync(Guid tenantId, DateTimeOffset after, CancellationToken cancellationToken);

    /// <summary>The contents of what was taken, in that order.</summary>
    Task<IReadOnlyList<ReadyEmail>> LoadContentAsync(IReadOnlyList<WaitingEmail> emails, CancellationToken cancellationToken);

    /// <summary>
    /// Writes what became of attempts, decides about retries, and drops the content of what is delivered. What a report decides is refused
    /// where another attempt of the message was recorded since it was taken; who got it is recorded all the same.
    /// </summary>
    /// <returns>One for each report: how the message stands.</returns>
    /// <exception cref="OutboxUnavailableException">
    /// Nothing was recorded. The caller keeps the reports and records them again, and sends nothing more until it could.
    /// </exception>
    Task<IReadOnlyList<RecordedEmail>> RecordAsync(IReadOnlyList<DeliveryReport> reports);

    /// <summary>Messages of all tenants that are past <see cref="WaitingEmail.ExpiresAt"/> at that moment and still wait, the oldest first.</summary>
    Task<IReadOnlyList<EmailMatch>> FindExpiredAsync(DateTimeOffset now, int max, CancellationToken cancellationToken);

    /// <summary>Ends what is past <see cref="WaitingEmail.ExpiresAt"/>; others of these stay as they are.</summary>
    /// <param name="ids">The messages.</param>
    /// <param name="why">Why they could not leave, for those of which no attempt says it.</param>
    /// <param name="withdrawal">By which their lane has let go of them; where it holds no more nothing is ended. Null: whoever asks is the lane.</param>
    Task ExpireAsync(IReadOnlyList<Guid> ids, Hindrance? why = null, Withdrawal? withdrawal = null);

    /// <summary>Ends the waiting recipients of messages as cancelled.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="ids">The messages.</param>
    /// <param name="withdrawal">By which their lane has let go of them: where it holds no more they may be being sent, and stay.</param>
    /// <returns>One for each id.</returns>
    Task<IReadOnlyList<EmailChange>> CancelAsync(Guid tenantId, IReadOnlyList<Guid> ids, Withdrawal? withdrawal = null);

    /// <summary>
    /// Queues finished messages again: for the recipients who did not get it, under the same Message-ID; where all got it, for
    /// all of them, under a new one, because a mailbox may drop what it has already; what a program signed keeps its own.
    /// </summary>
    /// <returns>One for each id.</returns>
    Task<IReadOnlyList<EmailChange>> ResendAsync(Guid tenantId, IReadOnlyList<Guid> ids);

    /// <summary>Makes messages due that wait for their next try. What is scheduled by its sender stays as it is.</summary>
    /// <returns>One for each id.</returns>
    Task<IReadOnlyList<EmailChange>> RetryAsync(Guid tenantId, IReadOnlyList<Guid> ids);

    /// <summary>The same for all of a tenant's, in small steps, so that between two of them others write.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="after">Messages up to this one were looked at; empty: none.</param>
    Task<RetryStep> RetrySoonerAsync(Guid tenantId, Guid after);

    /// <summary>What messages take on the wire.</summary>
    /// <returns>One for each id; 0 where there is no such message.</returns>
    Task<IReadOnlyList<long>> FindSizesAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken);

    /// <summary>The tenants with waiting messages: at start, and to find what becomes due while its tenant is not loaded.</summary>
    Task<IReadOnlyList<TenantBacklog>> FindBacklogsAsync(CancellationToken cancellationToken);

    /// <summary>When the oldest message was accepted that failed at least once and waits for its next try; null: there is none.</summary>
    Task<DateTimeOffset?> FindOldestRetryingAsync(CancellationToken cancellationToken);

    /// <summary>The tenant's messages by state, as this process last heard of them from the database.</summary>
    EmailCounts CountsOf(Guid tenantId);

    /// <summary>Those of all tenants.</summary>
    EmailCounts TotalCounts();
}

/// <summary>What one request brings.</summary>
/// <param name="TenantId">Whose; nothing is accepted where the tenant is not active at the commit.</param>
/// <param name="Emails">The messages.</param>
/// <param name="Key">The caller's key; null: none. Where it was used before, that answer is given and nothing is accepted.</param>
/// <param name="Answer">What to tell the caller, kept with the key.</param>
internal sealed record EmailBatch(Guid TenantId, IReadOnlyList<EmailToWrite> Emails, IdempotencyKey? Key, AcceptOutcome.Accepted Answer);

/// <summary>A new message with its content encrypted.</summary>
internal sealed record EmailToWrite(NewEmail New, ReadyEmail Accepted, byte[] Protected)
{
    /// <summary>By which it is found: see <see cref="OutboxTag"/>.</summary>
    public IReadOnlyList<string> Tags { get; } = OutboxTag.PairOfOwn(Accepted.Waiting.Id, Accepted.Waiting.InternetMessageId) is { } own
        ? [.. OutboxTag.PairsOf(New.Metadata), own]
        : OutboxTag.PairsOf(New.Metadata);

    public long Size => Protected.Length + (128L * New.Recipients.Count) + 512;
}

/// <param name="Id">The message.</param>
/// <param name="TenantId">Whose.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EmailMatch(Guid Id, Guid TenantId);

/// <summary>What one step of <see cref="IOutboxStore.RetrySoonerAsync"/> has done.</summary>
/// <param name="Changed">So many are due now.</param>
/// <param name="Next">Where the next step goes on; empty: all were looked at.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct RetryStep(int Changed, Guid Next);
