using EmailConsole.Outbox.Reading;
using EmailConsole.Outbox.Retry;
using EmailConsole.Outbox.Telemetry;
using EmailConsole.Outbox.Writing;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox;

internal sealed class SqliteOutbox(
    OutboxWriter writer,
    OutboxTally tally,
    DueEmails due,
    StoredContents contents,
    Backlogs backlogs,
    Verdicts verdicts,
    OutboxTelemetry telemetry,
    IOptions<OutboxOptions> options,
    TimeProvider clock) : IOutbox
{
    public Task<IReadOnlyList<WaitingEmail>> TakeDueAsync(
        Guid tenantId, EmailPriority? priority, int max, DateTimeOffset now, IReadOnlyCollection<Guid> holding, CancellationToken cancellationToken) =>
        due.FindAsync(tenantId, priority, max, now, holding, cancellationToken);

    public Task<DateTimeOffset?> FindNextDueAsync(Guid tenantId, DateTimeOffset after, CancellationToken cancellationToken) =>
        backlogs.FindNextDueAsync(tenantId, after, cancellationToken);

    public Task<IReadOnlyList<ReadyEmail>> LoadContentAsync(IReadOnlyList<WaitingEmail> emails, CancellationToken cancellationToken) =>
        contents.LoadAsync(emails, cancellationToken);

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

    public Task ExpireAsync(IReadOnlyList<Guid> ids, string? why = null) => writer.WriteAsync(new ExpireWrite(ids, clock.GetUtcNow(), why));

    public Task<IReadOnlyList<TenantBacklog>> FindBacklogsAsync(CancellationToken cancellationToken) => backlogs.FindAsync(cancellationToken);

    public EmailCounts CountsOf(Guid tenantId) => tally.Of(tenantId);

    public EmailCounts TotalCounts() => tally.All.Aggregate(default(EmailCounts), (sum, tenant) => sum + tenant.Value);
}
