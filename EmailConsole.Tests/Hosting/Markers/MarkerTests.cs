using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EmailConsole.Tenants;
using EmailConsole.Tests.Accounts.ApiKeys.Api;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using EmailConsole.Tests.EmailProviders.Api;
using EmailConsole.Tests.Hosting.Crawl;
using EmailConsole.Tests.Hosting.Telemetry;
using EmailConsole.Tests.Shell.Pages;
using Microsoft.Playwright;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace EmailConsole.Tests.Hosting.Markers;

/// <summary>
/// Types, posts and configures a marker for every secret, and searches for them in all that the console gives away or keeps: the log at its most
/// talkative, the database's bytes, pages and what their circuits receive, metrics, traces, and the answers of every endpoint.
/// </summary>
public sealed class MarkerTests : IAsyncLifetime
{
    private const string Domain = "marked.example";
    private const string Typed = "marker-typed-wrongly-1f3a";
    private const string OwnPassword = "marker own password 7c21";
    private const string ProviderPassword = "marker-provider-password-9d04";
    private const string ClientSecret = "marker-client-secret-55be";
    private const string LinkToken = "marker-link-token-e6f0";
    private const string UnknownProperty = "marker-unknown-property-2a2a";
    private const string CollectorSecret = "marker-collector-secret-77aa";
    private const string MetricsToken = "marker-metrics-token-31cd";

    private readonly ConcurrentQueue<string> _frames = new();
    private ScriptedOtlpReceiver _collector = null!;
    private ConsoleApplication _console = null!;

    public async Task InitializeAsync()
    {
        _collector = await ScriptedOtlpReceiver.StartAsync();
        _console = new ConsoleApplication
        {
            Settings = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:Microsoft"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore.SignalR.Internal.DefaultHubDispatcher"] = "Trace",
                ["Logging:LogLevel:Microsoft.EntityFrameworkCore"] = "Trace",
                ["Logging:LogLevel:System.Net.Http"] = "Trace",
                ["Telemetry:OtlpEndpoint"] = _collector.Url,
                ["Telemetry:OtlpHeaders"] = $"x-collector={CollectorSecret}",
                ["Telemetry:TraceRatio"] = "1",
                ["Telemetry:PrometheusToken"] = MetricsToken,
            },
        };
    }

    public async Task DisposeAsync()
    {
        await _console.DisposeAsync();
        await _collector.DisposeAsync();
    }

    [BrowserFact]
    public async Task Secrets_TypedPostedAndConfigured_AreNowhereToBeRead()
    {
        var person = await _console.AddTenantAsync(Domain);
        var oauth = await _console.AddTenantAsync("oauth.example");
        var key = "";
        await ConsoleBrowser.RunAsync(_console, async visit => key = await TypeAllAsync(visit, person));
        person = person with { Password = OwnPassword };
        await CallAsync(person, oauth, key);

        string[] all =
        [
            Typed, ConsolePeople.Password, OwnPassword, ProviderPassword, ClientSecret, LinkToken, UnknownProperty, CollectorSecret, MetricsToken, key,
            Convert.ToBase64String(Encoding.UTF8.GetBytes($"{person.Username}:{OwnPassword}")),
        ];
        AssertNone("the log", string.Join('\n', _console.Log), all);
        Assert.Contains(_console.Log, line => line.StartsWith("Debug Microsoft.AspNetCore.Routing", StringComparison.Ordinal));
        foreach (var file in Directory.GetFiles(Path.Combine(_console.HomeFolder, "data"), "emailconsole.db*").Where(file => !file.EndsWith("-lock", StringComparison.Ordinal)))
        {
            var bytes = await ReadAsync(file);
            AssertNone(file, Encoding.Latin1.GetString(bytes), all);
            AssertNone($"{file} (UTF-16)", Encoding.Unicode.GetString(bytes), all);
        }

        _console.Service<TracerProvider>().ForceFlush(30_000);
        _console.Service<MeterProvider>().ForceFlush(30_000);
        Assert.NotEmpty(_collector.Spans);
        AssertNone("metrics and traces", _collector.Everything, [.. all.Except([CollectorSecret], StringComparer.Ordinal)]);
        AssertNone("/metrics", await ReadMetricsAsync(), all);
        await AssertAnswersAsync(person, all);
        await ConsoleBrowser.RunAsync(_console, visit => AssertPagesAsync(visit, person, all), name: "markers-read");
    }

    /// <returns>The API key that was shown.</returns>
    private static async Task<string> TypeAllAsync(ConsoleVisit visit, ConsolePerson person)
    {
        await visit.GoAsync($"set-up?token={LinkToken}");
        await visit.GoAsync($"invitation?account=0190000000007000800000000000abcd&token={LinkToken}");
        await visit.GoAsync("sign-in");
        await visit.Page.GetByLabel("Username").FillAsync(person.Username);
        await visit.Page.Field("Password").FillAsync(Typed);
        await visit.Page.PressButtonAsync("Sign in");
        await visit.Page.GetByText("The username or the password is wrong").WaitForAsync();
        await visit.SignInAsync(person);

        await visit.GoAsync($"t/{Domain}/notification-channels/email-provider");
        await visit.Page.Field("Server Host").FillAsync("smtp.marked.example");
        await visit.Page.Field("From Address").FillAsync("codes@marked.example");
        await visit.Page.Field("Username").FillAsync("codes@marked.example");
        await visit.Page.Field("Password").FillAsync(ProviderPassword);
        await visit.Page.PressButtonAsync("Update");
        await Assertions.Expect(visit.Page.GetByText("No unsaved changes")).ToBeVisibleAsync();

        await visit.GoAsync($"t/{Domain}/api-keys");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Create API key" }).First.ClickAsync();
        await visit.Page.GetByLabel("Name").FillAsync("Marked");
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Create API key" }).ClickAsync();
        var key = await visit.Page.GetByLabel("API key", new() { Exact = true }).InputValueAsync();
        await visit.Page.PressButtonAsync("Done");

        await visit.GoAsync("account/password");
        await visit.Page.Field("Current password").FillAsync(person.Password);
        await visit.Page.GetByLabel("New password").First.FillAsync(OwnPassword);
        await visit.Page.PressButtonAsync("Change password");
        await visit.Page.GetByText("is changed").First.WaitForAsync();
        return key;
    }

    private async Task CallAsync(ConsolePerson person, ConsolePerson oauth, string key)
    {
        using var client = _console.CreateRestClient(person);
        using var wrong = _console.CreateRestClient(person with { Password = Typed });
        using var caller = _console.CreateKeyClient(key);
        using var cut = _console.CreateKeyClient(key[..^3]);
        foreach (var one in new[] { client, wrong, caller, cut })
        {
            using var answer = await one.GetAsync($"t/{Domain}/api/v1/caller");
        }

        using var script = new SenderClient(_console.CreateRestClient(oauth), "oauth.example", 2);
        using var added = await script.PostAsync(SenderClient.ClientCredential(2)
            .WithProperty("clientSecret", ClientSecret).WithProperty("passphrase", UnknownProperty).WithProperty("x.unknown", "harmless"));
        Assert.Equal(HttpStatusCode.Created, added.StatusCode);
        AssertNone("the answer to POST", await added.Content.ReadAsStringAsync(), [ClientSecret, UnknownProperty]);
        using var faulty = await script.PutAsync(SenderClient.ClientCredential(2).WithProperty("clientSecret", ClientSecret).With("smtpPort", 0));
        AssertNone("a refused PUT", await faulty.Content.ReadAsStringAsync(), [ClientSecret]);
    }

    private async Task AssertAnswersAsync(ConsolePerson person, string[] all)
    {
        var super = await _console.AddSuperAdministratorAsync();
        var oauth = new ConsolePerson("admin@oauth.example", ConsolePeople.Password);
        foreach (var (asker, tenant) in new[] { (person, Domain), (oauth, "oauth.example"), (super, TenantDomain.Super) })
        {
            using var client = _console.CreateRestClient(asker);
            foreach (var endpoint in (await ConsoleEndpoint.FindAllAsync(_console)).Where(e => e.Methods.Contains("GET") && e.Route.Contains("/api/", StringComparison.Ordinal)))
            {
                var address = endpoint.AddressOf(tenant);
                using var answer = await client.GetAsync(new Uri(address, UriKind.Relative));
                AssertNone(address, $"{answer.Headers}{await answer.Content.ReadAsStringAsync()}", all);
            }
        }
    }

    private async Task AssertPagesAsync(ConsoleVisit visit, ConsolePerson person, string[] all)
    {
        visit.Page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => _frames.Enqueue(frame.Text ?? Encoding.UTF8.GetString(frame.Binary ?? []));
        await visit.EnterAsync(person);
        foreach (var path in new[] { "notification-channels/email-provider", "notification-channels/deliveries", "api-keys", "people" })
        {
            await visit.GoAsync($"t/{Domain}/{path}");
            await visit.Page.Locator("main h1").First.WaitForAsync();
            AssertNone(path, await visit.Page.ContentAsync(), all);
        }

        await visit.GoAsync($"t/{Domain}/notification-channels/email-provider");
        await visit.Page.Locator(".in-force").WaitForAsync();
        AssertNone("the page of the provider", await visit.Page.ContentAsync(), all);
        Assert.NotEmpty(_frames);
        AssertNone("the circuits", string.Join('\n', _frames), all);
    }

    private async Task<string> ReadMetricsAsync()
    {
        using var client = _console.CreateRestClient(new AuthenticationHeaderValue("Bearer", MetricsToken));
        return await client.GetStringAsync(new Uri("metrics", UriKind.Relative));
    }

    // The console has it open
    private static async Task<byte[]> ReadAsync(string file)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        using var bytes = new MemoryStream();
        await stream.CopyToAsync(bytes);
        return bytes.ToArray();
    }

    private static void AssertNone(string where, string text, string[] markers)
    {
        foreach (var marker in markers)
        {
            var at = text.IndexOf(marker, StringComparison.Ordinal);
            Assert.True(at < 0, $"{marker} is in {where}: {(at < 0 ? "" : text[Math.Max(0, at - 200)..Math.Min(text.Length, at + 100)])}");
        }
    }
}
