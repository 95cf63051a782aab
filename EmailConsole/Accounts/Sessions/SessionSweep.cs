namespace EmailConsole.Accounts.Sessions;

/// <summary>Removes sessions that have run out, every hour. Each node does: what one has removed costs the others nothing.</summary>
internal sealed partial class SessionSweep(SignInSessions sessions, TimeProvider time, ILogger<SessionSweep> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                LogSwept(await sessions.SweepAsync(stoppingToken));
            }
            catch (System.Data.Common.DbException e)
            {
                // Sessions that have run out are worth nothing already; the next round removes them
                LogFailed(e);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken));
    }

    [LoggerMessage(Level = LogLevel.Debug, Message = "{Count} sessions had run out and were removed.")]
    private partial void LogSwept(int count);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Sessions that have run out could not be removed; tried again in an hour.")]
    private partial void LogFailed(Exception exception);
}
