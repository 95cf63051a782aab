namespace EmailConsole.Hosting.Silo;

/// <summary>Whether other nodes can be called.</summary>
internal sealed class SiloReadiness
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when they can.</summary>
    public Task Started => _started.Task;

    public void SetStarted() => _started.TrySetResult();
}

/// <summary>Starts the silo beside the console, not before it: the pages answer whatever the silo's state is.</summary>
internal sealed partial class SiloStarter(
    [FromKeyedServices(SiloStarter.Silo)] IHostedService silo, SiloReadiness readiness, TimeProvider clock, ILogger<SiloStarter> logger)
    : BackgroundService
{
    /// <summary>The key of the silo itself.</summary>
    public const string Silo = "silo";

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    // A silo that is broken off in its start cannot be stopped any more, and parts of it go on until the process ends
    private static readonly TimeSpan ToFinishItsStart = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan ToStop = TimeSpan.FromSeconds(5);

    private bool _hasStarted;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (!_hasStarted)
        {
            return;
        }

        // What is with servers ends after it, and needs the rest of the time
        using var patience = new CancellationTokenSource(ToStop, clock);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        try
        {
            await silo.StopAsync(end.Token);
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            // The stop must not end as a crash. What is not recorded by now is sent again after the next start
            LogNotStopped();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The work of starting is long and partly synchronous
        await Task.Yield();
        using var starting = new CancellationTokenSource(Timeout.InfiniteTimeSpan, clock);
        await using var ending = stoppingToken.Register(() => starting.CancelAfter(ToFinishItsStart));
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await silo.StartAsync(starting.Token);
                _hasStarted = true;
                readiness.SetStarted();
                return;
            }
            catch (Exception e) when (!stoppingToken.IsCancellationRequested)
            {
                LogNotStarted(e);
                await Task.Delay(AfterFault, clock, stoppingToken);
            }
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The part by which nodes call each other (the silo) cannot start; it is tried again in 5 seconds.")]
    private partial void LogNotStarted(Exception exception);

    [LoggerMessage(Level = LogLevel.Warning, Message = "The part by which nodes call each other (the silo) did not stop in the time that the host gives; the console stops without it.")]
    private partial void LogNotStopped();
}
