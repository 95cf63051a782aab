using System.Net;
using System.Net.Sockets;
using EmailConsole.Tests.Application;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace EmailConsole.Tests.Browser;

public sealed class ConsoleBrowserTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [BrowserTheory]
    [InlineData("button:has-text('Add tenant')", "[role=dialog]", 0, 1)]
    [InlineData("button:has-text('Add tenant')", "[role=dialog]", 60, 0)]
    [InlineData("nav a:has-text('Deliveries')", ".deliveries-news", 0, 1)]
    public async Task Press_PageGrowsUnderIt_CountsUnlessThePointerIsMovedOff(string pressed, string opened, int movedBy, int times)
    {
        await console.AddTenantAsync("press.example");
        var person = await console.AddSuperAdministratorAsync();
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.EnterAsync(person);
            await visit.GoAsync("tenants");

            await visit.PressWhileItGrowsAsync(visit.Page.Locator(pressed).First, movedBy);

            await Assertions.Expect(visit.Page.Locator(opened)).ToHaveCountAsync(times);
        });
    }

    [BrowserFact]
    public async Task Escape_TheHeadingOfALatePageTookTheFocus_ClosesTheMenu()
    {
        var person = await console.AddSuperAdministratorAsync();
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            var page = visit.Page;
            await visit.EnterAsync(person);
            await visit.GoAsync("tenants");
            await page.GetByRole(AriaRole.Button, new() { Name = "Theme" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Menuitem).First).ToBeFocusedAsync();
            await page.Locator("h1").EvaluateAsync("heading => heading.focus()");

            await page.Keyboard.PressAsync("Escape");

            await Assertions.Expect(page.GetByRole(AriaRole.Menuitem)).ToHaveCountAsync(0);
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Theme" })).ToBeFocusedAsync();
        });
    }

    [BrowserFact]
    public Task Visit_UnknownAddress_ShowsNotFound() => ConsoleBrowser.RunAsync(console, async visit =>
    {
        await visit.GoAsync("not-found");

        await visit.Page.GetByText("Not found").First.WaitForAsync();
    });

    [BrowserFact]
    public async Task Visit_PageOfAnotherHost_ReachesNothingAndFails()
    {
        using var other = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        other.Start();

        var complaint = await Assert.ThrowsAnyAsync<XunitException>(() => ConsoleBrowser.RunAsync(console, async visit =>
        {
            var refused = await Assert.ThrowsAsync<PlaywrightException>(() => visit.GoAsync($"http://{other.LocalEndpoint}/"));
            Assert.Contains("ERR_NAME_NOT_RESOLVED", refused.Message, StringComparison.Ordinal);
        }));

        Assert.Contains($"The page asked for http://{other.LocalEndpoint}/", complaint.Message, StringComparison.Ordinal);
        Assert.False(other.Pending());
    }

    [BrowserFact]
    public async Task SignIn_TenantAdministrator_LeavesThePage()
    {
        var person = await console.AddTenantAsync("browser.example");

        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.SignInAsync(person);

            Assert.DoesNotContain("sign-in", visit.Page.Url, StringComparison.Ordinal);
        });
    }
}
