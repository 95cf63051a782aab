using EmailConsole.Cluster;
using EmailConsole.Delivery.Telemetry;
using EmailConsole.Deployment.References;
using EmailConsole.Events;
using EmailConsole.Outbox.Telemetry;
using Microsoft.Extensions.Options;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace EmailConsole.Hosting.Telemetry;

/// <summary>Metrics and traces, and where they go. Where they go nowhere, nothing is collected.</summary>
internal static class TelemetryRegistration
{
    private const string ServiceName = "emailconsole";

    // Series an instrument; more are counted together as otel_metric_overflow
    private const int MaxSeries = 2_000;
    private const int MaxSeriesOfTenants = 20_000;

    private static readonly string[] Meters =
    [
        OutboxTelemetry.Name, DeliveryTelemetry.Name, WebhookTelemetry.Name, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Runtime",
    ];

    public static void AddTelemetry(this IHostApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddOptions<TelemetryOptions>().BindConfiguration(TelemetryOptions.Section).ValidateOnStart();
        services.AddSingleton<IValidateOptions<TelemetryOptions>, TelemetryOptionsValidation>();
        services.AddSingleton<SecretText>();
        services.AddSingleton<MetricsToken>();

        var options = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
        var hasPrometheus = options.PrometheusPort is not null || options.PrometheusToken is not null;
        var hasOtlp = options.OtlpEndpoint is not null;
        if (!hasPrometheus && !hasOtlp)
        {
            return;
        }

        var telemetry = services.AddOpenTelemetry().ConfigureResource(resource => resource.AddService(
            ServiceName, serviceVersion: NodeName.Version, serviceInstanceId: NodeName.Of(builder.ReadCluster()).Value));
        telemetry.WithMetrics(metrics =>
        {
            var series = options.TenantLabel ? MaxSeriesOfTenants : MaxSeries;
            metrics.AddMeter(Meters).AddView(_ => new MetricStreamConfiguration { CardinalityLimit = series });
            if (hasPrometheus)
            {
                metrics.AddPrometheusExporter(prometheus => prometheus.ScopeInfoEnabled = false);
            }

            if (hasOtlp)
            {
                metrics.AddOtlp();
            }
        });
        if (hasOtlp)
        {
            services.AddOtlp();
            telemetry.WithTracing(traces => traces.AddRequestsAndDeliveries(options.TraceRatio).AddOtlp());
        }

        if (options.PrometheusPort is not null)
        {
            services.AddHostedService<MetricsListener>();
        }
    }

    /// <summary>Answers <c>/metrics</c> on the console's own address, where a token guards it.</summary>
    public static void UseTelemetry(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<TelemetryOptions>>().Value.PrometheusToken is not null)
        {
            app.UsePrometheus(app.Services.GetRequiredService<MeterProvider>(), app.Services.GetRequiredService<MetricsToken>());
        }
    }
}
