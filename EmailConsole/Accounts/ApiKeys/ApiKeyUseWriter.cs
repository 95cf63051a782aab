namespace EmailConsole.Accounts.ApiKeys;

/// <summary>Writes the last use of keys, and what their programs were refused, every ten seconds and at the stop.</summary>
internal sealed partial class ApiKeyUseWriter(ApiKeyUses uses, ApiKeyRefusals refusals, TimeProvider time, ILogger<ApiKeyUseWriter> logger) : BackgroundService
{
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await WriteAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            await WriteAsync(stoppingToken);
        }
    }

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        try
        {
            await uses.WriteAsync(cancellationToken);
            await refusals.WriteAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // Nothing but this display depends on it; the next round writes it
            LogFailed(e);
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The last use of API keys, or what they were refused, could not be written; tried again in ten seconds.")]
    private partial void LogFailed(Exception exception);
}
