using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using EmailConsole.Outbox;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using EmailConsole.Tests.Shell.Pages;
using Microsoft.Playwright;
using Xunit.Abstractions;

namespace EmailConsole.Tests.Browser;

/// <summary>
/// What three people come for, with the clicks counted by the browser: an administrator sets the provider up, another changes
/// its password, and an operator finds out at night why no code arrives.
/// </summary>
public sealed class JourneyTests : IAsyncLifetime
{
    private const string Domain = "clinic.example";
    private const string Right = "tree-0417-harbour";
    private const string Provider = $"t/{Domain}/notification-channels/email-provider";
    private const string Deliveries = $"t/{Domain}/notification-channels/deliveries";

    /// <summary>Into a field one types: that is no click. Behind the browser's driver, which tries again where something has moved before the press.</summary>
    private const string NotePressed = """
        document.addEventListener('click', e => {
          if (!e.isTrusted || e.target.closest('input:not([type=checkbox], [type=radio])')) return;
          const pressed = JSON.parse(sessionStorage.getItem('pressed') ?? '[]');
          const at = e.target.closest('button, a, tr, label') ?? e.target;
          sessionStorage.setItem('pressed', JSON.stringify([...pressed, at.getAttribute('aria-label') ?? at.innerText.trim()]));
        }, true);
        """;

    private readonly TestCertificates _certificates = new();
    private readonly TemporaryFolder _folder = new();
    private readonly ScriptedSmtpServer _server;
    private readonly LaneBed _bed;
    private readonly ITestOutputHelper _output;
    private readonly ConcurrentQueue<ScriptedSmtpSession> _sessions = new();
    private string _password = Right;

    public JourneyTests(ITestOutputHelper output)
    {
        _output = output;
        var authority = Path.Combine(_folder.Path, "authority.pem");
        File.WriteAllText(authority, _certificates.AuthorityPem);
        _bed = new LaneBed { Settings = new Dictionary<string, string> { ["Tls:AdditionalCaFile"] = authority, ["Outbox:FirstRetry"] = "01:00:00" } };
        _server = new ScriptedSmtpServer { Certificate = _certificates.Issue(TestCertificates.ServerName) };
        _server.Script["CONNECT"] = (session, line) =>
        {
            _sessions.Enqueue(session);
            return session.BehaveAsync("CONNECT", line);
        };
        _server.Script["AUTH"] = (session, line) =>
            Encoding.UTF8.GetString(Convert.FromBase64String(line.Split(' ')[^1])).EndsWith($"\0{Volatile.Read(ref _password)}", StringComparison.Ordinal)
                ? session.BehaveAsync("AUTH", line)
                : session.WriteLineAsync("535 5.7.8 Error: authentication failed, try again in 20 minutes" /* no pause ends by itself meanwhile */);
        _bed.Own(_server.Start());
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _bed.DisposeAsync();
        _certificates.Dispose();
        _folder.Dispose();
    }

    [BrowserFact]
    public async Task Administrators_SetUpAndThenANewPassword_MailLeavesAfterFewClicks()
    {
        var tenant = await _bed.AddTenantAsync(domain: Domain);
        var person = await _bed.AddPersonAsync(Domain, "admin", ActorRole.Administrator);

        await ConsoleBrowser.RunAsync(_bed, async visit =>
        {
            await visit.Page.AddInitScriptAsync(NotePressed);
            await visit.SignInAsync(person);
            await visit.Page.Locator(".in-force").WaitForAsync();
            await FillAsync(visit.Page);
            await visit.Page.PressButtonAsync("Send test email");
            await visit.Page.GetByLabel("To", new() { Exact = true }).FillAsync("someone@bar.example");
            await visit.Page.PressButtonAsync("Send");
            await visit.Page.GetByText("Accepted by localhost").WaitForAsync();
            await visit.Page.PressButtonAsync("Update");
            await Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("leaves through its own provider, localhost");
            await _bed.AcceptAsync(tenant);
            await _bed.SettledAsync(tenant, 1);
            Assert.Equal(["Sign in", "Send test email", "Send", "Update"], await TakePressedAsync(visit.Page));

            // The provider's people gave the account another password
            Volatile.Write(ref _password, "river-2203-lantern");
            await BreakAsync(tenant);
            await visit.GoAsync($"t/{Domain}/people");
            await Expect(visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Console" })
                .GetByRole(AriaRole.Img, new() { Name = "Email provider: paused" })).ToBeVisibleAsync();
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Email Provider" }).ClickAsync();
            await Expect(visit.Page.Locator(".health-notice")).ToContainTextAsync(Cause(tenant));
            await visit.Page.PressButtonAsync("Replace Password");

            // Until then the label is that of what is stored
            await visit.Page.Locator("input[type=password]").WaitForAsync();
            await visit.Page.Field("Password").FillAsync("river-2203-lantern");
            var repaired = Stopwatch.StartNew();
            await visit.Page.PressButtonAsync("Update");
            await EmptiedAsync(tenant, 6, repaired);
            await Expect(visit.Page.Locator(".health-notice")).ToHaveCountAsync(0);
            Assert.Equal(["Email Provider", "Replace Password", "Update"], await TakePressedAsync(visit.Page));
        });
    }

    [BrowserFact]
    public async Task Operator_NoCodesArriveAtNight_CauseAndCureAreNearAndTheQueueEmpties()
    {
        var tenant = await _bed.AddTenantAsync(domain: Domain);
        var administrator = await _bed.AddPersonAsync(Domain, "admin", ActorRole.Administrator);
        await ConsoleBrowser.RunAsync(_bed, async visit =>
        {
            await visit.OpenProviderAsync(administrator, Domain);
            await FillAsync(visit.Page);
            await visit.Page.PressButtonAsync("Update");
            await Expect(visit.Page.GetByText("No unsaved changes")).ToBeVisibleAsync();
        });
        Volatile.Write(ref _password, "river-2203-lantern");
        await BreakAsync(tenant);
        await _bed.AcceptAsync(tenant);
        var (cause, cure) = (Cause(tenant), _bed.Channels.Find(tenant)!.LastFailure!.Advice.Cure!);

        var person = await _bed.AddPersonAsync(Domain, "olga", ActorRole.Operator);
        await ConsoleBrowser.RunAsync(_bed, async visit =>
        {
            await visit.Page.AddInitScriptAsync(NotePressed);
            await visit.SignInAsync(person);
            await Expect(visit.Page.Locator(".health-notice")).ToContainTextAsync(cause);
            await Expect(visit.Page.Locator(".health-notice")).ToContainTextAsync($"For an administrator of {Domain} to do: {cure}");
            Assert.Equal(["Sign in"], await TakePressedAsync(visit.Page));

            foreach (var path in (string[])[Provider, Deliveries, "account/password", "development-mailbox"])
            {
                Assert.Equal(200, await visit.GoAsync(path));
                await visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Console" }).WaitForAsync();
                if (path is not (Provider or Deliveries))
                {
                    await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Deliveries" }).ClickAsync();
                }

                await Expect(visit.Page.Locator(".health-notice")).ToContainTextAsync(cause);
                await Expect(visit.Page.Locator(".health-notice")).ToContainTextAsync(cure);
                Assert.InRange((await TakePressedAsync(visit.Page)).Length, 0, 1);
            }

            // The one whom somebody waits for: a message that was not tried yet
            await visit.GoAsync(Deliveries);
            await visit.Page.Locator(".deliveries-table tbody tr").First.ClickAsync();
            await Expect(visit.Page.Locator(".story")).ToContainTextAsync(cause);
            await Expect(visit.Page.Locator(".story .cure")).ToContainTextAsync(cure);
            await visit.TakePictureAsync("journey-story");

            // Repaired at the provider, where nobody tells the console
            Volatile.Write(ref _password, Right);
            var repaired = Stopwatch.StartNew();
            await visit.Page.Locator(".health-notice").GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();
            await EmptiedAsync(tenant, 6, repaired);
            await Expect(visit.Page.Locator(".story")).ToContainTextAsync("Taken by the server after ");
            await Expect(visit.Page.Locator(".health-notice")).ToHaveCountAsync(0);
            Assert.Equal(2, (await TakePressedAsync(visit.Page)).Length);
        });
    }

    private async Task FillAsync(IPage page)
    {
        await page.Field("Server Host").FillAsync($"localhost:{_server.Port}");
        await page.Field("From Address").FillAsync("codes@clinic.example");
        await page.Field("Username").FillAsync("codes@clinic.example");
        await page.Field("Password").FillAsync(Right);
    }

    /// <summary>Five messages, until the sign-in was refused so often that no more is tried.</summary>
    private async Task BreakAsync(Guid tenant)
    {
        // One that is signed in still would take them all
        while (_sessions.TryDequeue(out var session))
        {
            session.Drop();
        }

        await _server.ClosedAsync();
        await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 5)]);
        await Bound.UntilAsync(() => _bed.Channels.Find(tenant)?.Circuit.Position == CircuitPosition.Open);
    }

    private async Task EmptiedAsync(Guid tenant, int delivered, Stopwatch since)
    {
        await _bed.SettledAsync(tenant, delivered);
        _output.WriteLine($"From the repair to an empty queue: {since.Elapsed.TotalSeconds:F1} s");
    }

    private string Cause(Guid tenant) => _bed.Channels.Find(tenant)!.LastFailure!.Advice.Cause.TrimEnd('.');

    private static ILocatorAssertions Expect(ILocator locator) => Assertions.Expect(locator);

    /// <summary>What was pressed since the last time.</summary>
    private static Task<string[]> TakePressedAsync(IPage page) => page.EvaluateAsync<string[]>(
        "() => { const all = JSON.parse(sessionStorage.getItem('pressed') ?? '[]'); sessionStorage.removeItem('pressed'); return all; }");
}
