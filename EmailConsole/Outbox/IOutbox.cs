namespace EmailConsole.Outbox;

/// <summary>The store, as those who drain it see it. The database is the truth; who holds a message is known to the lanes alone.</summary>
public interface IOutbox
{
    /// <summary>
    /// Messages of a tenant whose time has come, the longest waiting first. Nothing is marked: until a report of it is
    /// recorded the database gives the same message again, so the caller names what it holds.
    /// </summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="priority">Only these; null: high before normal before bulk.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="now">Those due by then and not expired.</param>
    /// <param name="holding">Not these: what the caller holds, until <see cref="RecordAsync"/> has ended for it. Each costs a row read.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    Task<IReadOnlyList<WaitingEmail>> TakeDueAsync(
        Guid tenantId, EmailPriority? priority, int max, DateTimeOffset now, IReadOnlyCollection<Guid> holding, CancellationToken cancellationToken);

    /// <summary>When the next message of the tenant falls due after <paramref name="after"/>; null: none waits for a later time.</summary>
    Task<DateTimeOffset?> FindNextDueAsync(Guid tenantId, DateTimeOffset after, CancellationToken cancellationToken);

    /// <summary>The contents of what was taken, in that order.</summary>
    Task<IReadOnlyList<ReadyEmail>> LoadContentAsync(IReadOnlyList<WaitingEmail> emails, CancellationToken cancellationToken);

    /// <summary>Writes what became of attempts, decides about retries, and drops the content of what is delivered. Ends after the commit.</summary>
    /// <returns>One for each report.</returns>
    /// <exception cref="OutboxUnavailableException">
    /// Nothing was recorded. The caller keeps the reports and records them again, and sends nothing more until it could.
    /// </exception>
    Task<IReadOnlyList<RecordedEmail>> RecordAsync(IReadOnlyList<DeliveryReport> reports);

    /// <summary>Ends what is past <see cref="WaitingEmail.ExpiresAt"/>; others of these stay as they are.</summary>
    /// <param name="ids">The messages.</param>
    /// <param name="why">Why they could not leave, for those of which no attempt says it.</param>
    /// <exception cref="OutboxUnavailableException">Nothing was written.</exception>
    Task ExpireAsync(IReadOnlyList<Guid> ids, string? why = null);

    /// <summary>The tenants with waiting messages: at start, and to find what becomes due while its tenant is not loaded.</summary>
    Task<IReadOnlyList<TenantBacklog>> FindBacklogsAsync(CancellationToken cancellationToken);

    /// <summary>The tenant's messages by state, from memory.</summary>
    EmailCounts CountsOf(Guid tenantId);

    /// <summary>Those of all tenants, from memory.</summary>
    EmailCounts TotalCounts();
}
