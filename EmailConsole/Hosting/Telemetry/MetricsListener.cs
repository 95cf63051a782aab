using System.Net;
using EmailConsole.Persistence;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;

namespace EmailConsole.Hosting.Telemetry;

/// <summary>A port that answers <c>/metrics</c> and nothing else: nothing of the console can be reached there.</summary>
internal sealed partial class MetricsListener(
    MeterProvider meters, MetricsToken token, IOptions<TelemetryOptions> options, ILogger<MetricsListener> logger) : IHostedService, IAsyncDisposable
{
    private const int MaxConnections = 20;

    private WebApplication? _app;

    /// <exception cref="CannotStartException">The port is taken.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Listen(IPAddress.Parse(options.Value.PrometheusAddress), options.Value.PrometheusPort!.Value);
        });
        _app = builder.Build();
        _app.UsePrometheus(meters, token);
        try
        {
            await _app.StartAsync(cancellationToken);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new CannotStartException($"{TelemetryOptions.Section}:{nameof(TelemetryOptions.PrometheusPort)}: {e.Message}", e);
        }

        LogListening($"{_app.Urls.First()}{Prometheus.Path}");
    }

    public Task StopAsync(CancellationToken cancellationToken) => _app?.StopAsync(cancellationToken) ?? Task.CompletedTask;

    public ValueTask DisposeAsync() => _app?.DisposeAsync() ?? ValueTask.CompletedTask;

    [LoggerMessage(Level = LogLevel.Information, Message = "Metrics are served at {Address}.")]
    private partial void LogListening(string address);
}

/// <summary>The page that Prometheus reads.</summary>
internal static class Prometheus
{
    public const string Path = "/metrics";

    public static void UsePrometheus(this IApplicationBuilder app, MeterProvider meters, MetricsToken token) =>
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            meters, predicate: null, Path, branch => branch.Use(token.CheckAsync), optionsName: null);
}
