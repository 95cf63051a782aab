using EmailConsole.Outbox.Lanes.Grains;

namespace EmailConsole.Hosting.Silo;

/// <summary>Starts the silo beside the console, not before it: the pages answer whatever the silo's state is.</summary>
internal sealed partial class SiloStarter(
    [FromKeyedServices(SiloStarter.Silo)] IHostedService silo, SiloReadiness readiness, TimeProvider clock, ILogger<SiloStarter> logger)
    : BackgroundService
{
    /// <summary>The key of the silo itself.</summary>
    public const string Silo = "silo";

    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(5);

    private bool _hasStarted;

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        if (_hasStarted)
        {
            await silo.StopAsync(cancellationToken);
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // The work of starting is long and partly synchronous
        await Task.Yield();
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await silo.StartAsync(stoppingToken);
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
}
