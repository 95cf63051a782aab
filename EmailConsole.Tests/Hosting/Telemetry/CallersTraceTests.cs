using System.Diagnostics;
using System.Text;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Outbox.Lanes;
using EmailConsole.Tests.Servers;
using OpenTelemetry.Trace;

namespace EmailConsole.Tests.Hosting.Telemetry;

/// <summary>What a caller's <c>traceparent</c> decides, and what not.</summary>
public sealed class CallersTraceTests : IAsyncLifetime
{
    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().Start();
    private ScriptedOtlpReceiver _collector = null!;

    public async Task InitializeAsync() => _collector = await ScriptedOtlpReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Theory]
    [InlineData("0", "01", false)]
    [InlineData("1", "01", true)]
    [InlineData("1", "00", false)]
    public async Task Post_CallersTraceparent_IsContinuedAtTheRatioAlone(string ratio, string flags, bool isTraced)
    {
        await using var bed = new LaneBed
        {
            Deployment = LaneBed.FileFor(_server),
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Telemetry:OtlpEndpoint"] = _collector.Url,
                ["Telemetry:TraceRatio"] = ratio,
            },
        };
        using var client = await SendClient.OpenAsync(bed, "foo.example");
        var trace = ActivityTraceId.CreateRandom().ToHexString();

        // The first one has its lane loaded, and is delivered from the database; the second one from memory
        await DeliverAsync(client, trace, flags);
        await DeliverAsync(client, trace, flags);

        Assert.True(bed.Service<TracerProvider>().ForceFlush(60_000));
        var names = _collector.Spans.Where(s => s.TraceId == trace).Select(s => s.Name.Split(' ')[0]).Distinct().Order(StringComparer.Ordinal);
        Assert.Equal(isTraced ? ["POST", "email", "smtp"] : [], names);
    }

    private static async Task DeliverAsync(SendClient client, string trace, string flags)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, client.Emails)
        {
            Content = new StringContent(SendClient.Good, Encoding.UTF8, "application/json"),
        };

        // The test's own client would write one of its own
        request.Headers.TryAddWithoutValidation("traceparent", $"00-{trace}-00f067aa0ba902b7-{flags}");
        using var response = await client.Http.SendAsync(request);
        await client.UntilAsync((await response.ReadJsonAsync()).GetProperty("id").GetGuid(), "delivered");
    }
}
