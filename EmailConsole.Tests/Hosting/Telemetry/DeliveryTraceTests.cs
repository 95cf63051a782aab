using EmailConsole.Tests.Outbox.Api;

namespace EmailConsole.Tests.Hosting.Telemetry;

/// <summary>One message from the request to the server, as a collector sees it; and what neither it nor the log may see.</summary>
public sealed class DeliveryTraceTests(TracedConsole console) : IClassFixture<TracedConsole>
{
    private const string Marked = $$"""
        {"to":["marked-to@bar.example","Marked-Name <{{TracedConsole.Gone}}>"],"bcc":["marked-bcc@bar.example"],"subject":"marked-subject",
         "text":"marked-text","html":"<p>marked-html</p>","attachments":[{"name":"marked-file.txt","contentType":"text/plain","content":"bWFya2Vk"}],
         "headers":{"Keywords":"marked-header"},"metadata":{"marked-key":"marked-value"},"replyTo":"marked-reply@bar.example"}
        """;

    [Fact]
    public async Task Post_Delivered_RequestAttemptAndConversationAreOneTrace()
    {
        using var client = await console.AddTenantAsync("foo.example");

        // The first one has its lane loaded, which reads it from the database; the second comes from memory
        await AssertOneTraceAsync(client, await client.SendAsync());
        await AssertOneTraceAsync(client, await client.SendAsync());
    }

    [Fact]
    public async Task Post_RecipientsAndContent_AreInNoLogMetricOrTrace()
    {
        using var client = await console.AddTenantAsync("bar.example");

        var id = await client.SendAsync(Marked, key: "marked-idempotency-key");

        await client.UntilAsync(id, "failed");
        using var listed = await client.Http.GetAsync($"{client.Emails}?to=marked-to@bar.example");
        await console.Collector.UntilAsync(c => Of(c, "email deliver", id).Any() && c.MetricNames.Contains("emailconsole.outbox.finished"));
        await console.Collector.UntilAsync(c => c.Spans.Any(s => s.Name == "GET /t/{TenantDomain}/api/v1/emails/"));
        await console.Collector.NextMetricsAsync();
        using var scrape = new HttpRequestMessage(HttpMethod.Get, new Uri(console.Url, "metrics"));
        scrape.Headers.Authorization = new("Bearer", TracedConsole.MetricsToken);
        using var http = new HttpClient();
        using var metrics = await http.SendAsync(scrape);

        var told = console.Log + console.Collector.Everything + await metrics.Content.ReadAsStringAsync();
        Assert.Contains("emailconsole_outbox_finished", told, StringComparison.Ordinal);
        Assert.DoesNotContain("marked", told, StringComparison.OrdinalIgnoreCase);
    }

    private async Task AssertOneTraceAsync(SendClient client, Guid id)
    {
        await client.UntilAsync(id, "delivered");
        await console.Collector.UntilAsync(c => Of(c, "email deliver", id).Any() && Of(c, "POST", id).Any());
        var request = Assert.Single(Of(console.Collector, "POST", id));
        var attempt = Assert.Single(Of(console.Collector, "email deliver", id));
        Assert.Equal((request.TraceId, request.Id), (attempt.TraceId, attempt.ParentId));
        var send = Assert.Single(console.Collector.Spans, s => s.Name == "smtp send" && s.TraceId == request.TraceId);
        Assert.Equal((attempt.TraceId, attempt.Id), (send.TraceId, send.ParentId));
        Assert.Equal("localhost", send.Attributes["server.address"]);
    }

    private static IEnumerable<ReceivedSpan> Of(ScriptedOtlpReceiver collector, string name, Guid id) => collector.Spans.Where(
        s => s.Name.StartsWith(name, StringComparison.Ordinal) && s.Attributes.GetValueOrDefault("email.id") == id.ToString("D"));
}
