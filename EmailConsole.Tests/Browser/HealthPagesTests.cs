using EmailConsole.Outbox;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using EmailConsole.Tests.Shell.Pages;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>Every page that shows mail tells of a server that refuses the sign-in, and of its repair, while it is open.</summary>
public sealed class HealthPagesTests : IAsyncLifetime
{
    private const string Domain = "clinic.example";

    /// <summary>Two seconds are promised; a machine that does much else draws late.</summary>
    private const int Promised = 2000 + 4000;

    private readonly ScriptedSmtpServer _server = new();
    private readonly LaneBed _bed = new() { Settings = new Dictionary<string, string> { ["Outbox:FirstRetry"] = "01:00:00" } };
    private int _isBroken;

    public Task InitializeAsync()
    {
        _server.Script["MAIL"] = (session, line) => Volatile.Read(ref _isBroken) == 0
            ? session.BehaveAsync("MAIL", line)
            : session.WriteLineAsync("530 5.7.0 Authentication required, try again in 20 minutes"); // no pause ends by itself meanwhile
        _server.Start();
        _bed.Own(_server);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [BrowserFact]
    public async Task OpenPages_ServerRefusesAndIsRepaired_AllSayItWithinTwoSeconds()
    {
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(_server), Domain);
        await _bed.AddTenantAsync(LaneBed.SettingsFor(_server), "bakery.example");
        var person = await _bed.AddSuperAdministratorAsync();

        await ConsoleBrowser.RunAsync(_bed, async visit =>
        {
            await visit.EnterAsync(person);
            var deliveries = visit.Page;
            var provider = await visit.Context.NewPageAsync();
            var tenants = await visit.Context.NewPageAsync();
            await deliveries.GotoAsync($"t/{Domain}/notification-channels/deliveries");
            await provider.GotoAsync(ProviderVisit.PathOf(Domain));
            await SendTestAsync(provider);
            await ExpectAsync(provider.Locator(".last-deliveries"), "No message was delivered yet.");
            await ExpectAsync(provider.Locator(".last-deliveries"), "Last test email taken just now");
            await _bed.AcceptAsync(tenant);
            await _bed.SettledAsync(tenant, 1);
            await ExpectAsync(provider.Locator(".last-deliveries"), "Last delivered just now");
            await deliveries.Locator(".delivery-bars g").Last.HoverAsync();
            await ExpectAsync(deliveries.Locator(".delivery-tip"), "1 delivered, 0 retries, 0 failed");
            await deliveries.Mouse.MoveAsync(0, 0);
            await Assertions.Expect(deliveries.Locator(".delivery-tip")).ToBeHiddenAsync();
            await deliveries.Locator(".delivery-bars").FocusAsync();
            await Assertions.Expect(deliveries.Locator(".delivery-tip")).ToBeVisibleAsync();
            await tenants.GotoAsync("tenants");
            var row = tenants.GetByRole(AriaRole.Row).Filter(new() { HasText = Domain });
            await ExpectAsync(row, "Works");
            await ExpectAsync(provider.Locator(".last-deliveries"), "Works");
            await Assertions.Expect(Dot(deliveries, "works")).ToBeVisibleAsync();
            await Assertions.Expect(deliveries.Locator("#navigation")).Not.ToContainTextAsync("@");

            Volatile.Write(ref _isBroken, 1);
            await _bed.AcceptAsync(tenant, [.. Enumerable.Repeat(Emails.New(), 5)]);
            await Bound.UntilAsync(() => _bed.Channels.Find(tenant)?.Circuit.Position == CircuitPosition.Open);
            var cause = _bed.Channels.Find(tenant)!.LastFailure!.Advice.Cause.TrimEnd('.');
            await Task.WhenAll(
                ExpectAsync(deliveries.Locator(".health-notice"), $"Sending is paused: {cause}.", Promised),
                ExpectAsync(provider.Locator(".health-notice"), $"Sending is paused: {cause}.", Promised),
                ExpectAsync(row.Locator(".health-chip"), "Paused", Promised),
                ExpectAsync(row.Locator(".health-details"), cause, Promised),
                Assertions.Expect(Dot(deliveries, "paused")).ToBeVisibleAsync(new() { Timeout = Promised }),
                Assertions.Expect(Dot(provider, "paused")).ToBeVisibleAsync(new() { Timeout = Promised }),
                Assertions.Expect(tenants.GetByRole(AriaRole.Navigation, new() { Name = "Console" })
                    .GetByRole(AriaRole.Img, new() { Name = "1 tenant needs attention" })).ToBeVisibleAsync(new() { Timeout = Promised }));
            await ExpectAsync(deliveries.Locator(".health-notice"), "5 messages wait. Next try ");
            await deliveries.GetByRole(AriaRole.Button, new() { Name = " new: show them" }).ClickAsync();
            await deliveries.Locator(".deliveries-table tbody tr").First.ClickAsync();
            var story = deliveries.Locator(".story");
            await ExpectAsync(story, $"Sending is paused: {cause}. Next try ");
            await visit.TakePictureAsync("health-deliveries");
            await provider.ScreenshotAsync(new() { Path = PictureOf("health-provider"), FullPage = true });
            await tenants.GetByRole(AriaRole.Button, new() { Name = "Needs attention" }).ClickAsync();
            await Assertions.Expect(tenants.Locator(".tenant-table tbody tr")).ToHaveCountAsync(1);
            await tenants.ScreenshotAsync(new() { Path = PictureOf("health-tenants"), FullPage = true });
            await visit.AssertAccessibleAsync();

            Volatile.Write(ref _isBroken, 0);
            await deliveries.Locator(".health-notice").GetByRole(AriaRole.Button, new() { Name = "Try now" }).ClickAsync();
            await _bed.SettledAsync(tenant, 6);
            await Task.WhenAll(
                Assertions.Expect(deliveries.Locator(".health-notice")).ToHaveCountAsync(0, new() { Timeout = Promised }),
                Assertions.Expect(provider.Locator(".health-notice")).ToHaveCountAsync(0, new() { Timeout = Promised }),
                ExpectAsync(provider.Locator(".last-deliveries"), "Works", Promised),
                ExpectAsync(story, "Taken by the server after ", Promised),
                ExpectAsync(tenants.Locator(".tenant-table"), "Nothing needs attention.", Promised),
                Assertions.Expect(Dot(deliveries, "works")).ToBeVisibleAsync(new() { Timeout = Promised }));
            await tenants.GetByRole(AriaRole.Button, new() { Name = "Needs attention" }).ClickAsync();
            await ExpectAsync(row.Locator(".health-chip"), "Works");
            await tenants.GetByRole(AriaRole.Button, new() { Name = "Domain" }).ClickAsync();
            await ExpectAsync(tenants.Locator(".tenant-table tbody tr").First, "bakery.example");
            await tenants.GetByRole(AriaRole.Button, new() { Name = "Domain" }).ClickAsync();
            await ExpectAsync(tenants.Locator(".tenant-table tbody tr").First, Domain);
            await Assertions.Expect(tenants.GetByRole(AriaRole.Columnheader, new() { Name = "Domain" })).ToHaveAttributeAsync("aria-sort", "descending");
        });
    }

    [BrowserFact]
    public async Task TryNow_OfAFilter_TriesThoseThatItFinds()
    {
        Volatile.Write(ref _isBroken, 1);
        var tenant = await _bed.AddTenantAsync(LaneBed.SettingsFor(_server), Domain);
        await _bed.AcceptAsync(tenant, [Emails.New("anna@bar.example"), Emails.New("bert@bar.example")]);
        await _bed.SettledAsync(tenant, 2, EmailState.Retrying);
        Volatile.Write(ref _isBroken, 0);
        var person = await _bed.AddPersonAsync(Domain, "olga", EmailConsole.Tenants.ActorRole.Operator);

        await ConsoleBrowser.RunAsync(_bed, async visit =>
        {
            await visit.EnterAsync(person);
            await visit.GoAsync($"t/{Domain}/notification-channels/deliveries");
            await ExpectAsync(visit.Page.Locator(".health-notice"), "Sending fails since");
            await visit.Page.GetByLabel("Find messages").FillAsync("anna@bar.example");
            await Assertions.Expect(visit.Page.Locator(".deliveries-table tbody tr")).ToHaveCountAsync(1);

            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Try now what waits of these" }).ClickAsync();

            await visit.Page.GetByText("1 message is tried now.").WaitForAsync();
            await _bed.SettledAsync(tenant, 1);
            await Assertions.Expect(visit.Page.Locator(".health-notice")).ToHaveCountAsync(0);
            Assert.Equal(1, _bed.Outbox.CountsOf(tenant).Retrying);
        });
    }

    [BrowserFact]
    public async Task Switcher_PagesOfNoTenant_KeepTheTenantAndOpenAtIt()
    {
        foreach (var domain in (string[])["alpha.example", "beta.example", Domain])
        {
            await _bed.AddTenantAsync(domain: domain);
        }

        var person = await _bed.AddSuperAdministratorAsync();
        await ConsoleBrowser.RunAsync(_bed, async visit =>
        {
            await visit.EnterAsync(person);
            await visit.GoAsync(ProviderVisit.PathOf(Domain));
            var menu = visit.Page.GetByRole(AriaRole.Navigation, new() { Name = "Console" });
            foreach (var page in (string[])["Tenants", "Development mailbox"])
            {
                await menu.GetByRole(AriaRole.Link, new() { Name = page }).ClickAsync();
                await visit.Page.GetByRole(AriaRole.Heading, new() { Name = page, Level = 1 }).WaitForAsync();
                await Assertions.Expect(visit.Page.GetByLabel("Tenant", new() { Exact = true })).ToHaveValueAsync(Domain);
                await Assertions.Expect(menu.GetByRole(AriaRole.Link, new() { Name = "Email Provider" })).ToHaveAttributeAsync("href", $"/{ProviderVisit.PathOf(Domain)}");
            }

            await visit.GoAsync("tenants");
            await Assertions.Expect(visit.Page.GetByLabel("Tenant", new() { Exact = true })).ToHaveValueAsync(Domain);

            await visit.Page.GetByLabel("Tenant", new() { Exact = true }).ClickAsync();
            await Assertions.Expect(visit.Page.Locator(".mud-popover-open .mud-list-item")).ToContainTextAsync([Domain, "alpha.example", "beta.example"]);
            await Assertions.Expect(visit.Page.Locator(".mud-popover-open .mud-list-item.mud-selected-item")).ToHaveTextAsync(Domain);
            await visit.TakePictureAsync("health-switcher");
            await visit.Page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(visit.Page.Locator(".mud-popover-open")).ToHaveCountAsync(0);
            Assert.EndsWith("/tenants", visit.Page.Url, StringComparison.Ordinal);
        });
    }

    private static async Task SendTestAsync(IPage page)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Send test email" }).ClickAsync();
        await page.GetByLabel("To", new() { Exact = true }).FillAsync("someone@bar.example");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();
    }

    private static Task ExpectAsync(ILocator locator, string text, int? within = null) =>
        Assertions.Expect(locator).ToContainTextAsync(text, new() { Timeout = within });

    private static ILocator Dot(IPage page, string state) => page.GetByRole(AriaRole.Navigation, new() { Name = "Console" })
        .GetByRole(AriaRole.Img, new() { Name = $"Email provider: {state}" });

    private static string PictureOf(string name) => Path.Combine(RepositoryRoot.Find(), "TestResults", "browser", $"{name}.png");
}
