using EmailConsole.Outbox.Retry;
using EmailConsole.Outbox.Telemetry;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Store.Sql;

/// <summary>Every change of this process goes through its one writer, which commits for all at once.</summary>
internal sealed class SqlOutboxStore(
    OutboxDatabase database,
    OutboxWriter writer,
    OutboxTally tally,
    OutboxReader reader,
    UsedKeys keys,
    Backlogs backlogs,
    Verdicts verdicts,
    OutboxTelemetry telemetry,
    IOptions<OutboxOptions> options,
    TimeProvider clock) : IOutboxStore, IOutboxCare
{
    public Task<AcceptOutcome?> FindAnswerAsync(Guid tenantId, IdempotencyKey key, CancellationToken cancellationToken) =>
        keys.FindAsync(tenantId, key, clock.GetUtcNow(), cancellationToken);

    public Task<AcceptOutcome> AcceptAsync(EmailBatch batch, Action committed)
    {
        var now = clock.GetUtcNow();
        return writer.WriteAsync(new AcceptWrite(batch, now, now + options.Value.KeyRetention, committed));
    }

    public Task<IReadOnlyList<WaitingEmail>> TakeDueAsync(
        Guid tenantId,
        EmailPriority? priority,
        int max,
        DateTimeOffset now,
        IReadOnlyCollection<Guid> holding,
        IReadOnlyCollection<Guid> notStayingAt,
        CancellationToken cancellationToken) =>
        reader.FindDueAsync(tenantId, priority, max, now, holding, notStayingAt, cancellationToken);

    public Task<DateTimeOffset?> FindNextDueAsync(Guid tenantId, DateTimeOffset after, CancellationToken cancellationToken) =>
        backlogs.FindNextDueAsync(tenantId, after, cancellationToken);

    public Task<IReadOnlyList<ReadyEmail>> LoadContentAsync(IReadOnlyList<WaitingEmail> emails, CancellationToken cancellationToken) =>
        reader.LoadAsync(emails, cancellationToken);

    public async Task<IReadOnlyList<RecordedEmail>> RecordAsync(IReadOnlyList<DeliveryReport> reports)
    {
        var recorded = await writer.WriteAsync(new RecordWrite(reports, verdicts, clock, options.Value.ContentRetention));
        var now = clock.GetUtcNow();
        for (var i = 0; i < recorded.Count; i++)
        {
            if (recorded[i].State == EmailState.Delivered)
            {
                telemetry.Delivered(reports[i].Email, now);
            }
        }

        return recorded;
    }

    public Task<IReadOnlyList<EmailMatch>> FindExpiredAsync(DateTimeOffset now, int max, CancellationToken cancellationToken) =>
        reader.FindExpiredAsync(now, max, cancellationToken);

    public Task ExpireAsync(IReadOnlyList<Guid> ids, Hindrance? why = null, Withdrawal? withdrawal = null) =>
        writer.WriteAsync(new ExpireWrite(ids, why, withdrawal, clock));

    public Task<IReadOnlyList<EmailChange>> CancelAsync(Guid tenantId, IReadOnlyList<Guid> ids, Withdrawal? withdrawal = null) =>
        writer.WriteAsync(new CancelWrite(tenantId, ids, withdrawal, clock));

    public async Task<IReadOnlyList<EmailChange>> ResendAsync(Guid tenantId, IReadOnlyList<Guid> ids)
    {
        var signed = await reader.FindSignedAsync(tenantId, ids, CancellationToken.None);
        return await writer.WriteAsync(new ResendWrite(tenantId, ids, signed, clock.GetUtcNow(), options.Value.RetryFor));
    }

    public Task<IReadOnlyList<EmailChange>> RetryAsync(Guid tenantId, IReadOnlyList<Guid> ids) =>
        writer.WriteAsync(new RetryWrite(tenantId, ids, clock.GetUtcNow()));

    public Task<RetryStep> RetrySoonerAsync(Guid tenantId, Guid after) => writer.WriteAsync(new RetrySoonerWrite(tenantId, after, clock.GetUtcNow()));

    public Task<IReadOnlyList<long>> FindSizesAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken) =>
        reader.FindSizesAsync(ids, cancellationToken);

    public Task<IReadOnlyList<TenantBacklog>> FindBacklogsAsync(CancellationToken cancellationToken) => backlogs.FindAsync(cancellationToken);

    public Task<DateTimeOffset?> FindOldestRetryingAsync(CancellationToken cancellationToken) => reader.FindOldestRetryingAsync(cancellationToken);

    public EmailCounts CountsOf(Guid tenantId) => tally.Of(tenantId);

    public EmailCounts TotalCounts() => tally.Total();

    public Task<PurgeStep> PurgeAsync(Guid after, DateTimeOffset historyBefore) =>
        writer.WriteAsync(new PurgeWrite(after, historyBefore, clock.GetUtcNow()));

    public Task<bool> RemoveTenantAsync(Guid tenantId) => writer.WriteAsync(new RemoveTenantWrite(tenantId));

    public Task FoldAsync(CancellationToken cancellationToken) => database.FoldAsync(cancellationToken);

    public Task ProbeAsync() => writer.WriteAsync(new ProbeWrite(reachesDisk: writer.IsFailing));
}
