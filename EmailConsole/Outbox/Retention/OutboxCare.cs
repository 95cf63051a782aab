using EmailConsole.Cluster;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Retention;

/// <summary>Deletes what is old, in small steps between the others' writes.</summary>
internal sealed partial class OutboxCare(
    IOutboxCare store, IOptions<OutboxOptions> options, IOwners owners, INode node, TimeProvider clock, ILogger<OutboxCare> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    // Each is a look at all that is counted
    private static readonly TimeSpan FoldInterval = TimeSpan.FromMinutes(10);

    private Guid _after;

    /// <summary>One round: ends where nothing more is found, or a step finds only what still waits.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        PurgeStep step;
        do
        {
            step = await store.PurgeAsync(_after, clock.GetUtcNow() - options.Value.HistoryRetention);
            _after = step.Next;
        }
        while (step.HasMore && !cancellationToken.IsCancellationRequested);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        for (var round = 0L; await timer.WaitForNextTickAsync(stoppingToken); round++)
        {
            try
            {
                if (await owners.TakeRoleAsync(node, ClusterRole.Care, stoppingToken))
                {
                    await RunAsync(stoppingToken);
                    if (round % (FoldInterval / Interval) == 0)
                    {
                        await store.FoldAsync(stoppingToken);
                    }
                }
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Old messages could not be tidied up; the next round tries again.")]
    private partial void LogFailed(Exception exception);
}
