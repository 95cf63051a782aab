using System.Diagnostics;
using System.Diagnostics.Metrics;
using EmailConsole.Delivery.Pool;
using EmailConsole.EmailProviders;
using EmailConsole.EmailProviders.Kinds;

namespace EmailConsole.Delivery.Telemetry;

/// <summary>What the shared sender tells metrics and traces. No recipient, nothing of a message, no word of a server.</summary>
internal sealed class DeliveryTelemetry : IDisposable
{
    /// <summary>Of the meter and of the source of spans.</summary>
    public const string Name = "EmailConsole.Delivery";

    private static readonly double[] Seconds = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300];

    private readonly ActivitySource _source = new(Name);
    private readonly Histogram<double> _duration;
    private readonly ConnectionPools _pools;

    public DeliveryTelemetry(IMeterFactory meters, ConnectionPools pools)
    {
        _pools = pools;
        var meter = meters.Create(Name);
        _duration = meter.CreateHistogram(
            "emailconsole.delivery.duration",
            "s",
            "Time of one delivery, from the wait for a connection to the server's last reply.",
            tags: null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        meter.CreateObservableUpDownCounter(
            "emailconsole.delivery.connections", Connections, "{connection}", "Connections to providers' servers.");
        meter.CreateObservableUpDownCounter(
            "emailconsole.delivery.waiting", () => (long)_pools.Count().Waiting, "{email}", "Messages that wait for a connection.");
    }

    /// <summary>Starts the span of a delivery, within the current one. Null: nobody wants it.</summary>
    public Activity? Start(EmailProviderSettings settings)
    {
        var isSmtp = settings.Kind == ProviderKinds.Smtp;
        var span = _source.StartActivity(isSmtp ? "smtp send" : "http send", ActivityKind.Client);
        if (span is { IsAllDataRequested: true } && !isSmtp)
        {
            span.SetTag("provider.kind", settings.Kind);
        }
        else if (span is { IsAllDataRequested: true })
        {
            span.SetTag("server.address", settings.Host);
            span.SetTag("server.port", settings.Port);
        }

        return span;
    }

    public void Sent(Activity? span, DeliveryOutcome outcome, TimeSpan elapsed)
    {
        if (_duration.Enabled)
        {
            _duration.Record(elapsed.TotalSeconds, DeliveryLabels.Of(outcome));
        }

        span?.Describe(outcome);
    }

    public void Dispose() => _source.Dispose();

    private IEnumerable<Measurement<long>> Connections()
    {
        var counts = _pools.Count();
        return
        [
            new Measurement<long>(counts.Used, new KeyValuePair<string, object?>("state", "used")),
            new Measurement<long>(counts.Idle, new KeyValuePair<string, object?>("state", "idle")),
        ];
    }
}
