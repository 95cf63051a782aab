using EmailConsole.Deployment.References;
using Microsoft.Extensions.Options;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace EmailConsole.Hosting.Telemetry;

/// <summary>Sends metrics and traces to a collector.</summary>
internal static class OtlpExport
{
    private const string Metrics = "metrics";
    private const string Traces = "traces";

    public static void AddOtlp(this IServiceCollection services)
    {
        foreach (var signal in new[] { Metrics, Traces })
        {
            services.AddOptions<OtlpExporterOptions>(signal).Configure<IOptions<TelemetryOptions>, SecretText>(
                (exporter, options, secrets) => Configure(exporter, signal, options.Value, secrets));
        }

        services.AddOptions<MetricReaderOptions>(Metrics).Configure<IOptions<TelemetryOptions>>((reader, options) =>
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)options.Value.OtlpInterval.TotalMilliseconds);
    }

    public static void AddOtlp(this MeterProviderBuilder metrics) =>
        metrics.AddOtlpExporter(Metrics, configureExporterAndMetricReader: null);

    public static void AddOtlp(this TracerProviderBuilder traces) => traces.AddOtlpExporter(Traces, configure: null);

    private static void Configure(OtlpExporterOptions exporter, string signal, TelemetryOptions options, SecretText secrets)
    {
        var endpoint = options.OtlpEndpoint!;
        exporter.Protocol = options.OtlpProtocol;
        exporter.Endpoint = options.OtlpProtocol == OtlpExportProtocol.Grpc
            ? endpoint
            : new Uri($"{endpoint.AbsoluteUri.TrimEnd('/')}/v1/{signal}");
        if (options.OtlpHeaders is { } headers && secrets.Resolve(headers) is Lookup.Found found)
        {
            exporter.Headers = found.Value;
        }
    }
}
