using EmailConsole.Outbox.Reading;
using EmailConsole.Outbox.Writing;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Retention;

/// <summary>Ends what expired while nobody could send it, and deletes what is old, in small steps between the others' writes.</summary>
internal sealed partial class OutboxCare(
    OutboxWriter writer, DueEmails due, IOptions<OutboxOptions> options, TimeProvider clock, ILogger<OutboxCare> logger) : BackgroundService
{
    private const int Step = 200;

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(15);

    /// <summary>A lane that holds a message at the end of its time ends it itself, or is just sending it.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>One round.</summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<Guid> expired;
        do
        {
            var now = clock.GetUtcNow();
            expired = await due.FindExpiredAsync(now - Grace, Step, cancellationToken);
            if (expired.Count > 0)
            {
                await writer.WriteAsync(new ExpireWrite(expired, now));
            }
        }
        while (expired.Count == Step && !cancellationToken.IsCancellationRequested);

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
