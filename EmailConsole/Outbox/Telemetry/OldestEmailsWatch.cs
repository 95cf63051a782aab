using EmailConsole.Tenants.Telemetry;

namespace EmailConsole.Outbox.Telemetry;

/// <summary>
/// Reads the age of what waits while metrics are looked at: a question to the database, which a scrape must not wait for.
/// With many tenants it is asked more seldom, so that it takes a hundredth of the time at most.
/// </summary>
internal sealed partial class OldestEmailsWatch(
    IOutboxStore store, OutboxTally tally, TenantLabel tenants, OutboxGauges gauges, TimeProvider clock, ILogger<OldestEmailsWatch> logger) : BackgroundService
{
    private const int Share = 100;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(2);

    /// <summary>One round.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var waiting = await store.FindBacklogsAsync(cancellationToken);

        // Also what other nodes have changed is measured
        _ = store.TotalCounts();
        if (tenants.IsOn)
        {
            // Also those that wait without traffic are measured, and those whose mail another node has sent
            foreach (var tenant in waiting.Select(b => b.TenantId).Union(tally.Held.Where(t => t.Value.Waiting > 0).Select(t => t.Key)))
            {
                _ = store.CountsOf(tenant);
            }
        }

        gauges.Oldest = waiting.Count == 0
            ? new OldestEmails(null, null)
            : new OldestEmails(waiting.Min(b => b.EarliestDue), await store.FindOldestRetryingAsync(cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var start = clock.GetTimestamp();
            if (gauges.IsWatched)
            {
                await TryAsync(stoppingToken);
            }

            var pause = clock.GetElapsedTime(start) * Share;
            await Task.Delay(pause > Interval ? pause : Interval, clock, stoppingToken);
        }
    }

    private async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RunAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The age of the waiting messages could not be read for the metrics; the next round tries again.")]
    private partial void LogFailed(Exception exception);
}
