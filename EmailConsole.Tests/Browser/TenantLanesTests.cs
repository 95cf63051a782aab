using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>The Tenants page tells what is being sent, and loads and unloads.</summary>
public sealed class TenantLanesTests : IAsyncLifetime
{
    private readonly LaneBed _bed = new();

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [BrowserFact]
    public async Task Tenants_WithTraffic_ShowsItAndUnloads()
    {
        var good = _bed.Own(new ScriptedSmtpServer().Start());
        var hung = _bed.Own(new ScriptedSmtpServer().FallSilentAt("CONNECT").Start());
        var failing = _bed.Own(new ScriptedSmtpServer().Reply("MAIL", "530 5.7.0 Authentication required").DropAt("CONNECT").Start());
        var quiet = await _bed.AddTenantAsync(LaneBed.SettingsFor(good), "quiet.example");
        await _bed.AcceptAsync(quiet);
        await _bed.AcceptAsync(await _bed.AddTenantAsync(LaneBed.SettingsFor(hung), "hung.example"), [.. Enumerable.Repeat(Emails.New(), 1204)]);
        var down = await _bed.AddTenantAsync(LaneBed.SettingsFor(failing), "failing.example");
        await _bed.AcceptAsync(down, [.. Enumerable.Repeat(Emails.New(), 20)]);
        await _bed.AddTenantAsync(domain: "idle.example");
        await _bed.SettledAsync(quiet, 1);
        await Bound.UntilAsync(() => _bed.Channels.Find(down)?.Circuit.Why is not null);
        var person = await _bed.AddSuperAdministratorAsync();

        await VisitAsync(person, new ConsoleWindow(IsDark: true), "tenants-lanes-dark", _ => Task.CompletedTask);
        await VisitAsync(person, new ConsoleWindow(Width: 360), "tenants-lanes-narrow", _ => Task.CompletedTask);
        await VisitAsync(person, new ConsoleWindow(Width: 1600), "tenants-lanes-wide", _ => Task.CompletedTask);
        await VisitAsync(person, new ConsoleWindow(), "tenants-lanes-light", async page =>
        {
            var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = "quiet.example" });
            await Assertions.Expect(row).ToContainTextAsync("Delivered");
            await Assertions.Expect(row).Not.ToContainTextAsync("Fail");
            await Assertions.Expect(page.GetByRole(AriaRole.Row).Filter(new() { HasText = "failing.example" })).ToContainTextAsync("Failed");
            await row.GetByRole(AriaRole.Button, new() { Name = "Actions for quiet.example" }).ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = "Unload" }).ClickAsync();
            await row.GetByText("Not loaded").WaitForAsync();
            Assert.Null(_bed.Lanes.Find(quiet));

            // Loaded by its next message, without a reload of the page
            await _bed.AcceptAsync(quiet);
            await row.GetByText("since").WaitForAsync();
        });
    }

    private Task VisitAsync(ConsolePerson person, ConsoleWindow window, string picture, Func<IPage, Task> then) => ConsoleBrowser.RunAsync(
        _bed,
        async visit =>
        {
            await visit.EnterAsync(person);
            await visit.GoAsync("tenants");
            await visit.Page.GetByText("1,204").WaitForAsync();

            // In time also that of the server that hangs
            await visit.Page.Locator(".tenant-table").GetByText("Paused").First.WaitForAsync();
            await visit.TakePictureAsync(picture);
            Assert.True(
                await visit.Page.Locator(".tenant-table .mud-table-container").EvaluateAsync<bool>("t => t.scrollWidth <= t.clientWidth"),
                $"{picture}: the table is cut off");
            Assert.True(
                await visit.Page.GetByRole(AriaRole.Link, new() { Name = "failing.example" }).EvaluateAsync<bool>("a => a.getClientRects().length === 1"),
                $"{picture}: a short domain is broken");
            await then(visit.Page);
        },
        window,
        picture);
}
