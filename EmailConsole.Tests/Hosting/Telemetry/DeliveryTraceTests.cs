using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Outbox.Lanes;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Hosting.Telemetry;

/// <summary>One message from the request to the server, as a collector sees it; and what neither it nor the log may see.</summary>
public sealed class DeliveryTraceTests : IAsyncLifetime
{
    private const string Marked = """
        {"to":["marked-to@bar.example","Marked-Name <marked-gone@bar.example>"],"bcc":["marked-bcc@bar.example"],"subject":"marked-subject",
         "text":"marked-text","html":"<p>marked-html</p>","attachments":[{"name":"marked-file.txt","contentType":"text/plain","content":"bWFya2Vk"}],
         "headers":{"Keywords":"marked-header"},"metadata":{"marked-key":"marked-value"},"replyTo":"marked-reply@bar.example"}
        """;

    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer
    {
        Script =
        {
            ["RCPT"] = (session, line) => session.WriteLineAsync(line.Contains("gone", StringComparison.Ordinal)
                ? "550 5.1.1 <marked-gone@bar.example> is unknown here"
                : "250 2.1.5 Ok"),
        },
    };

    private ScriptedOtlpReceiver _collector = null!;
    private LaneBed _bed = null!;

    public async Task InitializeAsync()
    {
        _server.Start();
        _collector = await ScriptedOtlpReceiver.StartAsync();
        _bed = new LaneBed
        {
            Deployment = LaneBed.FileFor(_server),
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Telemetry:OtlpEndpoint"] = _collector.Url,
                ["Telemetry:OtlpInterval"] = "00:00:01",
                ["Telemetry:TraceRatio"] = "1",
                ["Telemetry:PrometheusToken"] = "a-token-for-the-metrics",
                ["Logging:LogLevel:Default"] = "Trace",
            },
        };
        _bed.Own(_server);
    }

    public async Task DisposeAsync()
    {
        await _bed.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [Fact]
    public async Task Post_Delivered_RequestAttemptAndConversationAreOneTrace()
    {
        using var client = await SendClient.OpenAsync(_bed, "foo.example");

        // The first one has its lane loaded, which reads it from the database; the second comes from memory
        await AssertOneTraceAsync(client, await client.SendAsync());
        await AssertOneTraceAsync(client, await client.SendAsync());
    }

    [Fact]
    public async Task Post_RecipientsAndContent_AreInNoLogMetricOrTrace()
    {
        using var client = await SendClient.OpenAsync(_bed, "foo.example");

        var id = await client.SendAsync(Marked, key: "marked-idempotency-key");

        await client.UntilAsync(id, "failed");
        using var listed = await client.Http.GetAsync($"{client.Emails}?to=marked-to@bar.example");
        await _collector.UntilAsync(c => c.Spans.Any(s => s.Name == "email deliver") && c.MetricNames.Contains("emailconsole.outbox.finished"));
        using var scrape = new HttpRequestMessage(HttpMethod.Get, new Uri(_bed.Url, "metrics"));
        scrape.Headers.Authorization = new("Bearer", "a-token-for-the-metrics");
        using var http = new HttpClient();
        using var metrics = await http.SendAsync(scrape);

        var told = string.Join('\n', _bed.Log) + _collector.Everything + await metrics.Content.ReadAsStringAsync();
        Assert.Contains("emailconsole_outbox_finished", told, StringComparison.Ordinal);
        Assert.DoesNotContain("marked", told, StringComparison.OrdinalIgnoreCase);
    }

    private async Task AssertOneTraceAsync(SendClient client, Guid id)
    {
        await client.UntilAsync(id, "delivered");
        await _collector.UntilAsync(c => Of(c, "email deliver", id).Any() && Of(c, "POST", id).Any());
        var request = Assert.Single(Of(_collector, "POST", id));
        var attempt = Assert.Single(Of(_collector, "email deliver", id));
        Assert.Equal((request.TraceId, request.Id), (attempt.TraceId, attempt.ParentId));
        var send = Assert.Single(_collector.Spans, s => s.Name == "smtp send" && s.TraceId == request.TraceId);
        Assert.Equal((attempt.TraceId, attempt.Id), (send.TraceId, send.ParentId));
        Assert.Equal("localhost", send.Attributes["server.address"]);
    }

    private static IEnumerable<ReceivedSpan> Of(ScriptedOtlpReceiver collector, string name, Guid id) => collector.Spans.Where(
        s => s.Name.StartsWith(name, StringComparison.Ordinal) && s.Attributes.GetValueOrDefault("email.id") == id.ToString("D"));
}
