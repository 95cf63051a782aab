using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;

namespace EmailConsole.Tests.Hosting.Telemetry;

/// <summary>Metrics as Prometheus gets them, from a console of its own process.</summary>
public sealed partial class PrometheusTests : IDisposable
{
    private const string Token = "a-token-for-the-metrics";

    private readonly TemporaryFolder _home = new();

    public void Dispose() => _home.Dispose();

    [Fact]
    public async Task Metrics_NothingConfigured_AreNotThere()
    {
        await using var console = ConsoleProcess.Start(_home, "Development");
        using var http = new HttpClient { BaseAddress = await console.AddressAsync() };

        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync("/metrics")).StatusCode);
    }

    [Fact]
    public async Task Metrics_PortOfItsOwn_AnswersMetricsAndNothingElse()
    {
        await using var console = ConsoleProcess.Start(_home, "Development", "--Telemetry:PrometheusPort=0");
        var main = await console.AddressAsync();
        using var http = new HttpClient();
        await http.GetAsync(new Uri(main, "/health/ready"));
        var metrics = await AddressAsync(console);

        var page = await http.GetStringAsync(metrics);

        Assert.Contains("emailconsole_outbox_waiting{state=\"queued\"} 0", page, StringComparison.Ordinal);
        Assert.Contains("emailconsole_outbox_oldest_age_seconds{} 0", page, StringComparison.Ordinal);
        Assert.Contains($"service_instance_id=\"{Environment.MachineName}\"", page, StringComparison.Ordinal);
        Assert.Contains("http_server_request_duration_seconds_count{", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(metrics, "/sign-in"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await http.GetAsync(new Uri(main, "/metrics"))).StatusCode);
    }

    [Fact]
    public async Task Metrics_TokenFromTheSecretsFolder_IsAskedForOnBothAddresses()
    {
        Directory.CreateDirectory(_home["secrets"]);
        await File.WriteAllTextAsync(_home["secrets/metrics-token"], Token + "\n");
        await using var console = ConsoleProcess.Start(
            _home, "Production", "--AllowedHosts=127.0.0.1", "--Telemetry:PrometheusPort=0", "--Telemetry:PrometheusToken=$secret{metrics-token}");
        var main = await console.AddressAsync();
        using var http = new HttpClient();

        foreach (var address in new[] { await AddressAsync(console), new Uri(main, "/metrics") })
        {
            http.DefaultRequestHeaders.Authorization = null;
            using var refused = await http.GetAsync(address);
            Assert.Equal((HttpStatusCode.Unauthorized, "Bearer"), (refused.StatusCode, refused.Headers.WwwAuthenticate.ToString()));
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token + "x");
            Assert.Equal(HttpStatusCode.Unauthorized, (await http.GetAsync(address)).StatusCode);
            http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Token);
            Assert.Contains("emailconsole_outbox_waiting", await http.GetStringAsync(address), StringComparison.Ordinal);
        }

        Assert.DoesNotContain(Token, console.Output + console.Errors, StringComparison.Ordinal);
    }

    /// <summary>Where the metrics are, as the log says.</summary>
    internal static async Task<Uri> AddressAsync(ConsoleProcess console)
    {
        await console.AddressAsync();
        return new Uri(Served().Match(console.Output).Groups["address"].Value);
    }

    [GeneratedRegex(@"Metrics are served at (?<address>\S+/metrics)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Served();
}
