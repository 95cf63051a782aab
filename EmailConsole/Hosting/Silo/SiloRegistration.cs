using EmailConsole.Cluster;
using EmailConsole.Deployment;
using EmailConsole.Persistence;
using EmailConsole.Sending;
using EmailConsole.Sending.Nodes;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Orleans.Configuration;
using OrleansCluster = Orleans.Configuration.ClusterOptions;

namespace EmailConsole.Hosting.Silo;

internal static class SiloRegistration
{
    private const string ClusterId = "emailconsole";
    private const string Invariant = "Npgsql";
    private const string Category = "Orleans";

    // At every start it recommends the server's garbage collector, which costs memory that few calls do not need
    private const string SiloCategory = "Orleans.Runtime.Silo";

    /// <summary>Of the thread that tells of a process that stands still.</summary>
    public const string WatchdogCategory = "Orleans.Runtime.Watchdog";

    /// <summary>Where there may be other nodes: a silo of the cluster that all who use the database are, by which they call each other. Who owns what the database says.</summary>
    public static void AddSilo(this WebApplicationBuilder builder, Home home)
    {
        var options = builder.ReadCluster();
        if (!options.Enabled || options.FindFaults(builder.ReadDatabase().Kind == DatabaseKind.PostgreSql).Any())
        {
            // What is wrong with it is said at the start
            return;
        }

        builder.UseOrleans(silo =>
        {
            silo.Configure<OrleansCluster>(cluster => (cluster.ClusterId, cluster.ServiceId) = (ClusterId, ClusterId));
            silo.UseAdoNetClustering(clustering => clustering.Invariant = Invariant);
            silo.Services.AddOptions<AdoNetClusteringSiloOptions>()
                .Configure<DatabaseLocation>((clustering, location) => clustering.ConnectionString = location.ConnectionString);
            silo.ConfigureEndpoints(options.IPAddress!, options.Port, gatewayPort: 0, listenOnAnyHostAddress: false);
            silo.Configure<ClusterMembershipOptions>(Tune);
            silo.Configure<SiloMessagingOptions>(messaging => messaging.ResponseTimeout = TimeSpan.FromSeconds(10));
            silo.AddPlacementDirector<OnNodePlacement, OnNodeDirector>();
            silo.AddNodeTls(options, home);
        });
        builder.Logging.AddFilter(Category, LogLevel.Error);

        // A call of a node that has just gone: who calls bears it, and says it where it matters
        builder.Logging.AddFilter("Polly", LogLevel.Critical);
        builder.Logging.AddFilter("Orleans.Messaging", LogLevel.Critical);
        builder.Logging.AddFilter("Orleans.Runtime.GrainDirectory.ClientDirectory", LogLevel.Critical);
        builder.Logging.AddFilter("Orleans.Runtime.GrainCallCancellationManager", LogLevel.Critical);
        builder.Logging.AddFilter(SiloCategory, LogLevel.Error);
        builder.Services.AddSingleton<INodeCalls, NodeCalls>();
        builder.Services.AddSingleton<SiloFaults>();
        builder.Services.AddSingleton<IFatalErrorHandler>(s => s.GetRequiredService<SiloFaults>());
        builder.Services.AddSingleton<SiloReadiness>();
        builder.Services.ListenToTheWatchdogOnceStarted();
        builder.Services.StartApart();
    }

    // A node that is killed is not called any more after about two seconds, one that stands still after five
    private static void Tune(ClusterMembershipOptions membership)
    {
        membership.ProbeTimeout = TimeSpan.FromSeconds(1);
        membership.MaxProbeTimeout = TimeSpan.FromSeconds(1.5);
        membership.NumMissedProbesLimit = 3;
        membership.NumVotesForDeathDeclaration = 2;
        membership.TableRefreshTimeout = TimeSpan.FromSeconds(5);
        membership.IAmAliveTablePublishTimeout = TimeSpan.FromSeconds(5);
        membership.NumMissedTableIAmAliveLimit = 3;
        membership.DefunctSiloExpiration = TimeSpan.FromHours(1);
    }

    /// <summary>
    /// Of its two threads the one may look before the other has begun: on a busy machine it then tells, as the time for which that
    /// other has stood still, how long the machine is up. From the silo's start on what it tells is true.
    /// </summary>
    private static void ListenToTheWatchdogOnceStarted(this IServiceCollection services) =>
        services.AddOptions<LoggerFilterOptions>().Configure<SiloReadiness>((filters, silo) => filters.Rules.Add(new LoggerFilterRule(
            providerName: null,
            WatchdogCategory,
            logLevel: null,
            (_, _, level) => level >= (silo.Started.IsCompleted ? LogLevel.Warning : LogLevel.Error))));

    /// <summary>
    /// Neither pages nor mail must wait for the silo, nor end with it. The container knows it not: at its own end it would wait for the silo's, without a
    /// bound, and without end where that was stopped in its start.
    /// </summary>
    private static void StartApart(this IServiceCollection services)
    {
        var hosted = services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Name == "SiloHostedService");
        services.Remove(hosted);
        services.RemoveAll<Orleans.Runtime.Silo>();
        services.AddKeyedSingleton<IHostedService>(SiloStarter.Silo, (s, _) =>
        {
            var silo = ActivatorUtilities.CreateInstance<Orleans.Runtime.Silo>(s);
            return new StoppableSilo((IHostedService)ActivatorUtilities.CreateInstance(s, hosted.ImplementationType!, silo), s.GetRequiredService<ISiloLifecycleSubject>());
        });
        services.AddHostedService<SiloStarter>();
    }

    /// <summary>Orleans' own cannot be stopped before it has started; parts of it would then go on without end, at the cost of a processor.</summary>
    private sealed class StoppableSilo(IHostedService silo, ISiloLifecycleSubject parts) : IHostedService
    {
        private bool _hasStarted;

        public async Task StartAsync(CancellationToken cancellationToken)
        {
            await silo.StartAsync(cancellationToken);
            _hasStarted = true;
        }

        public Task StopAsync(CancellationToken cancellationToken) => _hasStarted ? silo.StopAsync(cancellationToken) : parts.OnStop(cancellationToken);
    }
}
