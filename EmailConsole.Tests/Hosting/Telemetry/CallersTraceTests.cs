using System.Diagnostics;
using System.Text;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Hosting.Kills;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Hosting.Telemetry;

/// <summary>
/// What a caller's <c>traceparent</c> decides, and what not. Consoles of their own processes: what one console in a process
/// samples is told to the exporters of all.
/// </summary>
public sealed class CallersTraceTests(TracedConsole traced) : IClassFixture<TracedConsole>
{
    [Fact]
    public async Task Post_CallersTraceparent_IsContinuedWhereTheCallerSamples()
    {
        using var client = await traced.AddTenantAsync("foo.example");
        var (dropped, sampled) = (ActivityTraceId.CreateRandom(), ActivityTraceId.CreateRandom());

        // The first one has its lane loaded, and is delivered from the database; the others from memory
        await client.DeliverAsync($"00-{dropped}-00f067aa0ba902b7-00");
        await client.DeliverAsync($"00-{dropped}-00f067aa0ba902b7-00");
        await client.DeliverAsync($"00-{sampled}-00f067aa0ba902b7-01");

        await traced.Collector.UntilAsync(c => NamesOf(c, sampled).SequenceEqual(["POST", "email", "smtp"]));
        Assert.Empty(NamesOf(traced.Collector, dropped));
    }

    [Fact]
    public async Task Post_CallersTraceparentAndRatioZero_IsNotContinued()
    {
        await using var server = new ScriptedSmtpServer().Start();
        await using var collector = await ScriptedOtlpReceiver.StartAsync();
        await using var console = new KilledConsole(server.Port, $"--Telemetry:OtlpEndpoint={collector.Url}", "--Telemetry:TraceRatio=0");
        await console.StartAsync();
        await console.CreateKeyAsync();
        using var client = new SendClient(TracedConsole.Open(console.Url, KilledConsole.Administrator), "carbon.super");
        var trace = ActivityTraceId.CreateRandom();

        await client.DeliverAsync($"00-{trace}-00f067aa0ba902b7-01");
        await client.DeliverAsync($"00-{trace}-00f067aa0ba902b7-01");

        // Which sends everything that there is
        Assert.Equal(0, await console.StopAsync());
        Assert.Contains("emailconsole.outbox.finished", collector.MetricNames);
        Assert.Empty(NamesOf(collector, trace));
    }

    private static IEnumerable<string> NamesOf(ScriptedOtlpReceiver collector, ActivityTraceId trace) => collector.Spans
        .Where(s => s.TraceId == trace.ToHexString())
        .Select(s => s.Name.Split(' ')[0])
        .Distinct()
        .Order(StringComparer.Ordinal);
}

/// <summary>Hands mail over within a caller's trace.</summary>
file static class TracedCalls
{
    public static async Task DeliverAsync(this SendClient client, string traceparent)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, client.Emails)
        {
            Content = new StringContent(SendClient.Good, Encoding.UTF8, "application/json"),
        };

        // The test's own client would write one of its own
        request.Headers.TryAddWithoutValidation("traceparent", traceparent);
        using var response = await client.Http.SendAsync(request);
        await client.UntilAsync((await response.ReadJsonAsync()).GetProperty("id").GetGuid(), "delivered");
    }
}
