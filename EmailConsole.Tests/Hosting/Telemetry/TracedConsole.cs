using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using EmailConsole.Tests.Accounts.TenantManagement.Api;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Hosting.Kills;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Servers;

namespace EmailConsole.Tests.Hosting.Telemetry;

/// <summary>
/// A console that tells a collector everything, and an SMTP server for its mail. A process of its own: OpenTelemetry listens to
/// meters and sources by their names, those of every console in the process, and the first one that ends takes the series away
/// that they share.
/// </summary>
public sealed class TracedConsole : IAsyncLifetime
{
    public const string MetricsToken = "a-token-for-the-metrics";

    /// <summary>A recipient that the server refuses, and names.</summary>
    public const string Gone = "marked-gone@bar.example";

    private readonly ScriptedSmtpServer _server = new ScriptedSmtpServer().ReplyTo((Gone, $"550 5.1.1 <{Gone}> is unknown here"));
    private KilledConsole _console = null!;

    internal ScriptedOtlpReceiver Collector { get; private set; } = null!;

    public Uri Url => _console.Url;

    /// <summary>Everything that it logged, from the level Trace on.</summary>
    public string Log => _console.Output;

    public async Task InitializeAsync()
    {
        _server.Start();
        Collector = await ScriptedOtlpReceiver.StartAsync();
        _console = new KilledConsole(
            _server.Port,
            $"--Telemetry:OtlpEndpoint={Collector.Url}",
            "--Telemetry:OtlpInterval=00:00:01",
            "--Telemetry:TraceRatio=1",
            $"--Telemetry:PrometheusToken={MetricsToken}",
            "--Logging:LogLevel:Default=Trace");
        await _console.StartAsync();

        // The administrator is there once this is answered
        await _console.CreateKeyAsync();
    }

    public async Task DisposeAsync()
    {
        await _console.DisposeAsync();
        await Collector.DisposeAsync();
        await _server.DisposeAsync();
    }

    /// <summary>A new tenant, by its administrator.</summary>
    internal async Task<SendClient> AddTenantAsync(string domain)
    {
        using (var super = Open(Url, KilledConsole.Administrator))
        {
            using var added = await super.PostAsJsonAsync(TenantsClient.Path, TenantsClient.NewTenant(domain));
            Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        }

        return new SendClient(Open(Url, new ConsolePerson($"kim@{domain}", TenantsClient.OwnerPassword)), domain);
    }

    internal static HttpClient Open(Uri console, ConsolePerson person)
    {
        var http = new HttpClient { BaseAddress = console };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{person.Username}:{person.Password}")));
        return http;
    }
}
