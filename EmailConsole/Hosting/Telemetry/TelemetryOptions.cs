using OpenTelemetry.Exporter;

namespace EmailConsole.Hosting.Telemetry;

/// <summary>The section <c>Telemetry</c>. As it comes nothing is exported, and measuring costs nothing.</summary>
public sealed class TelemetryOptions
{
    public const string Section = "Telemetry";

    /// <summary>A port of its own for <c>/metrics</c>, beside the console's; 0: a free one. Null: none.</summary>
    public int? PrometheusPort { get; set; }

    /// <summary>The IP address of that port. Default 127.0.0.1; another one than loopback needs <see cref="PrometheusToken"/>.</summary>
    public string PrometheusAddress { get; set; } = "127.0.0.1";

    /// <summary>
    /// Asked for as <c>Authorization: Bearer</c>, on the port of its own too; with it the console's own address answers
    /// <c>/metrics</c>. At least 16 characters, or <c>$secret{alias}</c>. Null: none.
    /// </summary>
    public string? PrometheusToken { get; set; }

    /// <summary>Where metrics and traces are sent by OTLP, such as <c>http://collector.example:4318</c>. Null: nowhere.</summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>Default <c>HttpProtobuf</c>; or <c>Grpc</c>.</summary>
    public OtlpExportProtocol OtlpProtocol { get; set; } = OtlpExportProtocol.HttpProtobuf;

    /// <summary>Headers for the collector as <c>name=value,…</c>, in which <c>$secret{alias}</c> may stand. Null: none.</summary>
    public string? OtlpHeaders { get; set; }

    /// <summary>How often metrics are sent by OTLP. Default 1 min; 1 s to 1 h.</summary>
    public TimeSpan OtlpInterval { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>The share of requests that are traced, where the caller has not decided. Default 0.1; 0 to 1.</summary>
    public double TraceRatio { get; set; } = 0.1;

    /// <summary>Whether metrics carry the tenant's domain as a label. Default false.</summary>
    public bool TenantLabel { get; set; }
}
