using System.Net;
using EmailConsole.Sending.Grains;
using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace EmailConsole.Hosting.Silo;

internal static class SiloRegistration
{
    private const string Category = "Orleans";

    // At every start it recommends the server's garbage collector, which costs memory that one silo without traffic does not need
    private const string SiloCategory = "Orleans.Runtime.Silo";

    /// <summary>Of the thread that tells of a process that stands still.</summary>
    public const string WatchdogCategory = "Orleans.Runtime.Watchdog";

    // Part of the silo's name, and never listened on
    private const int NominalPort = 11111;

    /// <summary>Hosts the grains in this process: one silo that is its whole cluster.</summary>
    public static void AddSilo(this WebApplicationBuilder builder)
    {
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(NominalPort, gatewayPort: 0);
            silo.Configure<EndpointOptions>(options => options.AdvertisedIPAddress = IPAddress.Loopback);
        });
        builder.Logging.AddFilter(Category, LogLevel.Warning);
        builder.Logging.AddFilter(SiloCategory, LogLevel.Error);
        builder.Services.ListenToTheWatchdogOnceStarted();
        builder.Services.ListenToNobody();
        builder.Services.StartApart();
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
    /// Nobody calls this silo from outside, and its protocol knows no passwords: it opens no port. So consoles on one machine
    /// never meet either.
    /// </summary>
    private static void ListenToNobody(this IServiceCollection services)
    {
        foreach (var listener in services.Where(s => s.IsKeyedService && s.ServiceType == typeof(IConnectionListenerFactory)).ToList())
        {
            services.Remove(listener);
            services.AddKeyedSingleton<IConnectionListenerFactory>(listener.ServiceKey, new SilentListenerFactory());
        }
    }

    /// <summary>The pages must not wait for the silo, nor end with it.</summary>
    private static void StartApart(this IServiceCollection services)
    {
        var silo = services.Single(s => s.ServiceType == typeof(IHostedService) && s.ImplementationType?.Name == "SiloHostedService");
        services.Remove(silo);
        services.AddSingleton(silo.ImplementationType!);
        services.AddKeyedSingleton(SiloStarter.Silo, (s, _) => (IHostedService)s.GetRequiredService(silo.ImplementationType!));
        services.AddHostedService<SiloStarter>();
    }
}
