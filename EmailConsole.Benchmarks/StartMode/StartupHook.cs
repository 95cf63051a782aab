using System.Diagnostics;
using EmailConsole.Benchmarks.PagesMode;
using EmailConsole.Hosting.Silo;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

#pragma warning disable CA1050, MA0047 // The runtime asks for this name without a namespace

/// <summary>
/// Runs in a console's process before the console does (<c>DOTNET_STARTUP_HOOKS</c>). Lets its heap be read where
/// <see cref="HeapReading.Variable"/> says so; otherwise puts in place of its silo one that never comes up.
/// </summary>
internal static class StartupHook
{
    /// <summary>Called by the runtime.</summary>
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(HeapReading.Variable) is { } file)
        {
            new HeapReading(file).Offer();
        }
        else
        {
            DiagnosticListener.AllListeners.Subscribe(new Hosts());
        }
    }

    private sealed class Hosts : IObserver<DiagnosticListener>, IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (value.Name == "Microsoft.Extensions.Hosting")
            {
                value.Subscribe(this);
            }
        }

        public void OnNext(KeyValuePair<string, object?> value)
        {
            // Told after the console has registered its own
            if (value is { Key: "HostBuilding", Value: IHostBuilder builder })
            {
                builder.ConfigureServices(services => services.AddKeyedSingleton<IHostedService>(SiloStarter.Silo, new DeafSilo()));
            }
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class DeafSilo : IHostedService
    {
        public Task StartAsync(CancellationToken cancellationToken) => Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
