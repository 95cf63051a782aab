using EmailConsole.Outbox.Writing;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Retention;

/// <summary>Deletes what is old, in small steps between the others' writes.</summary>
internal sealed partial class OutboxCare(
    OutboxWriter writer, IOptions<OutboxOptions> options, TimeProvider clock, ILogger<OutboxCare> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>One round.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var step = new PurgeStep(Guid.Empty, HasMore: true);
        for (var after = Guid.Empty; step.HasMore && !cancellationToken.IsCancellationRequested; after = step.Last ?? after)
        {
            var now = clock.GetUtcNow();
            step = await writer.WriteAsync(new PurgeWrite(after, now - options.Value.HistoryRetention, now));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                LogFailed(e);
            }
        }
    }
}
