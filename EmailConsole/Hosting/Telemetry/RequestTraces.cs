using System.Diagnostics;
using EmailConsole.Delivery.Telemetry;
using EmailConsole.Outbox.Telemetry;
using OpenTelemetry.Trace;

namespace EmailConsole.Hosting.Telemetry;

/// <summary>Traces from the API's requests to the deliveries. Pages are not traced.</summary>
internal static class RequestTraces
{
    // What a caller writes as it likes: long, or somebody's address. The route tells enough
    private static readonly string[] CallersWords = ["url.path", "url.query", "user_agent.original", "client.address", "network.peer.address"];

    public static TracerProviderBuilder AddRequestsAndDeliveries(this TracerProviderBuilder traces, double ratio) => traces
        .SetSampler(new ParentBasedSampler(new TraceIdRatioBasedSampler(ratio), remoteParentSampled: new ChanceSampler(ratio)))
        .AddSource(OutboxTelemetry.Name, DeliveryTelemetry.Name)
        .AddAspNetCoreInstrumentation(requests =>
        {
            requests.Filter = context => context.Request.Path.Value?.Contains("/api/", StringComparison.OrdinalIgnoreCase) == true;
            requests.EnrichWithHttpResponse = (span, _) => Forget(span);
        });

    private static void Forget(Activity span)
    {
        foreach (var name in CallersWords)
        {
            span.SetTag(name, null);
        }

        span.TraceStateString = null;
    }
}

/// <summary>
/// Samples a share of what comes with a caller's trace. By chance and not by the trace's id as usual: the caller chooses that
/// too, and could choose one that is always sampled.
/// </summary>
/// <param name="ratio">From 0, none, to 1, all.</param>
internal sealed class ChanceSampler(double ratio) : Sampler
{
    public override SamplingResult ShouldSample(in SamplingParameters samplingParameters) =>
        new(Random.Shared.NextDouble() < ratio ? SamplingDecision.RecordAndSample : SamplingDecision.Drop);
}
