namespace EmailConsole.Tests.Hosting.Telemetry;

/// <summary>What a collector gets, from a console of its own process.</summary>
public sealed class OtlpTests : IAsyncLifetime
{
    private readonly TemporaryFolder _home = new();
    private ScriptedOtlpReceiver _collector = null!;

    public async Task InitializeAsync() => _collector = await ScriptedOtlpReceiver.StartAsync();

    public async Task DisposeAsync()
    {
        await _collector.DisposeAsync();
        _home.Dispose();
    }

    [Fact]
    public async Task Export_Endpoint_GetsMetricsWithTheHeadersOfTheConfiguration()
    {
        Directory.CreateDirectory(_home["secrets"]);
        await File.WriteAllTextAsync(_home["secrets/collector"], "k3y-of-the-collector");
        await using var console = ConsoleProcess.Start(
            _home,
            "Development",
            $"--Telemetry:OtlpEndpoint={_collector.Url}",
            "--Telemetry:OtlpInterval=00:00:01",
            "--Telemetry:OtlpHeaders=x-api-key=$secret{collector}");

        await _collector.UntilAsync(c => c.MetricNames.Contains("emailconsole.outbox.waiting"));

        Assert.Contains("[x-api-key, k3y-of-the-collector]", _collector.Everything, StringComparison.Ordinal);
        Assert.Contains("emailconsole", _collector.Everything, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Export_RequestOfThePagesAndTheirAddresses_AreNotTraced()
    {
        await using var console = ConsoleProcess.Start(
            _home, "Development", $"--Telemetry:OtlpEndpoint={_collector.Url}", "--Telemetry:TraceRatio=1");
        using var http = new HttpClient { BaseAddress = await console.AddressAsync() };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("marked-agent");
        await http.GetAsync("/invitation?token=marked-token");
        await http.GetAsync("/t/marked-tenant.example/api/v1/emails?to=marked-recipient@bar.example");

        await _collector.UntilAsync(c => c.Spans.Any());

        Assert.Equal(0, await console.StopAsync());
        Assert.DoesNotContain("marked-", _collector.Everything, StringComparison.Ordinal);
        Assert.Single(_collector.Spans);
    }
}
