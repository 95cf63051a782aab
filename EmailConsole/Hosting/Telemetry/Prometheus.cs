using OpenTelemetry.Metrics;

namespace EmailConsole.Hosting.Telemetry;

/// <summary>The page that Prometheus reads.</summary>
internal static class Prometheus
{
    public const string Path = "/metrics";

    public static void UsePrometheus(this IApplicationBuilder app, MeterProvider meters, MetricsToken token) =>
        app.UseOpenTelemetryPrometheusScrapingEndpoint(
            meters, predicate: null, Path, branch => branch.Use(token.CheckAsync), optionsName: null);
}
