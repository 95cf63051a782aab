using EmailConsole.Cluster;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Queue;
using EmailConsole.Persistence;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmailConsole.Events.Retention;

/// <summary>Deletes what was told long ago, what is too much of an endpoint, and what belongs to no endpoint any more; in small steps.</summary>
internal sealed partial class WebhookCare(
    IDbContextFactory<EmailConsoleDb> contexts,
    IOptions<WebhookOptions> options,
    WebhookTelemetry telemetry,
    IOwners owners,
    INode node,
    TimeProvider clock,
    ILogger<WebhookCare> logger) : BackgroundService
{
    private const int Step = 500;

    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    // Events are written before their deliveries are seen to be there
    private static readonly TimeSpan Orphan = TimeSpan.FromMinutes(10);

    /// <summary>One round.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken);
        var (deliveries, events, now) = (db.Set<WebhookDelivery>(), db.Set<WebhookEvent>(), clock.GetUtcNow());
        await AllAsync(events.Where(e => e.CreatedAt < now - options.Value.Retention).OrderBy(e => e.CreatedAt), cancellationToken);
        foreach (var endpointId in await db.Set<WebhookEndpoint>().Select(e => e.Id).ToListAsync(cancellationToken))
        {
            var own = deliveries.Where(d => d.EndpointId == endpointId);
            for (var over = await own.CountAsync(cancellationToken) - options.Value.MaxKept; over > 0; over -= Step)
            {
                // Those that are done with first
                await own.OrderBy(d => d.DueAt != null).ThenBy(d => d.Id).Take(Math.Min(over, Step)).ExecuteDeleteAsync(cancellationToken);
            }
        }

        await AllAsync(events.Where(e => e.CreatedAt < now - Orphan && !deliveries.Any(d => d.EventId == e.Id)).OrderBy(e => e.CreatedAt), cancellationToken);
        telemetry.Counted(await deliveries.LongCountAsync(d => d.DueAt != null, cancellationToken));
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                if (await owners.TakeRoleAsync(node, ClusterRole.Events, stoppingToken))
                {
                    await RunAsync(stoppingToken);
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
    }

    private static async Task AllAsync(IQueryable<WebhookEvent> events, CancellationToken cancellationToken)
    {
        while (await events.Take(Step).ExecuteDeleteAsync(cancellationToken) == Step)
        {
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old deliveries of webhooks could not be tidied up; the next round tries again.")]
    private partial void LogFailed(Exception exception);
}
