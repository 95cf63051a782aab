using OpenTelemetry.Trace;

namespace EmailConsole.Hosting.Telemetry;

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
