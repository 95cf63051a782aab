using System.Diagnostics.Metrics;
using EmailConsole.Events.Posting;

namespace EmailConsole.Events;

/// <summary>What is told to receivers, counted. Names no tenant, and no address.</summary>
internal sealed class WebhookTelemetry
{
    public const string Name = "EmailConsole.Events";

    private static readonly double[] Seconds = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 15, 30];

    private readonly Counter<long> _requests;
    private readonly Histogram<double> _duration;
    private long _waiting;

    public WebhookTelemetry(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        _requests = meter.CreateCounter<long>("emailconsole.webhooks.requests", "{request}", "Requests to receivers of webhooks, by what came of them.");
        _duration = meter.CreateHistogram(
            "emailconsole.webhooks.request.duration", "s", "Time until a receiver had answered.", advice: new InstrumentAdvice<double> { HistogramBucketBoundaries = Seconds });
        meter.CreateObservableUpDownCounter("emailconsole.webhooks.waiting", () => Interlocked.Read(ref _waiting), "{delivery}", "Deliveries that wait for an attempt, as of the last count.");
    }

    /// <param name="waiting">As counted in the database.</param>
    public void Counted(long waiting) => Interlocked.Exchange(ref _waiting, waiting);

    public void Sent(WebhookAnswer answer)
    {
        var outcome = new KeyValuePair<string, object?>("outcome", answer.IsGood ? "delivered" : answer.Status is null ? "unanswered" : "refused");
        _requests.Add(1, outcome);
        _duration.Record(answer.Duration.TotalSeconds, outcome);
    }
}
