using System.Net;
using Microsoft.AspNetCore.Connections;
using Orleans.Configuration;

namespace EmailConsole.Hosting.Silo;

internal static class SiloRegistration
{
    private const string Category = "Orleans";

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
        builder.Services.ListenToNobody();
        builder.Services.StartApart();
    }

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
