using System.Diagnostics;
using EmailConsole.Hosting.Telemetry;
using OpenTelemetry.Trace;

namespace EmailConsole.Tests.Hosting.Telemetry;

public sealed class ChanceSamplerTests
{
    [Theory]
    [InlineData("00000000000000000000000000000001")]
    [InlineData("ffffffffffffffffffffffffffffffff")]
    public void ShouldSample_TraceIdOfTheCallersChoice_DoesNotDecide(string traceId)
    {
        var sampler = new ChanceSampler(0.5);

        var decisions = Enumerable.Range(0, 1_000).Select(_ => Decide(sampler, traceId)).Distinct().Order();

        Assert.Equal([SamplingDecision.Drop, SamplingDecision.RecordAndSample], decisions);
    }

    [Theory]
    [InlineData(0, SamplingDecision.Drop)]
    [InlineData(1, SamplingDecision.RecordAndSample)]
    public void ShouldSample_NoneOrAll_IsAlwaysSo(double ratio, SamplingDecision decision)
    {
        var sampler = new ChanceSampler(ratio);

        Assert.All(Enumerable.Range(0, 1_000), _ => Assert.Equal(decision, Decide(sampler, "00000000000000000000000000000001")));
    }

    private static SamplingDecision Decide(ChanceSampler sampler, string traceId)
    {
        var trace = ActivityTraceId.CreateFromString(traceId);
        var parent = new ActivityContext(trace, ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded, isRemote: true);
        return sampler.ShouldSample(new SamplingParameters(parent, trace, "POST", ActivityKind.Server)).Decision;
    }
}
