using System.Net;
using System.Net.Sockets;
using EmailConsole.Tests.Application;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace EmailConsole.Tests.Browser;

public sealed class ConsoleBrowserTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [BrowserTheory]
    [InlineData(0, 1)]
    [InlineData(60, 0)]
    public async Task Press_PageGrowsUnderTheButton_CountsUnlessThePointerIsMovedOff(int movedBy, int presses)
    {
        await console.AddTenantAsync("press.example");
        var person = await console.AddSuperAdministratorAsync();
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            var page = visit.Page;
            await visit.EnterAsync(person);
            await visit.GoAsync("tenants");
            await page.GetByRole(AriaRole.Button, new() { Name = "Add tenant", Exact = true }).HoverAsync();
            await page.EvaluateAsync("""
                () => {
                  window.presses = 0;
                  document.addEventListener('click', (e) => { if (e.target.closest('button')?.textContent.includes('Add tenant')) window.presses++; }, true);
                }
                """);

            await page.Mouse.DownAsync();
            await page.EvaluateAsync("() => { document.querySelector('main').style.paddingTop = '200px'; }");
            var box = (await page.GetByRole(AriaRole.Heading, new() { Name = "Tenants", Exact = true }).BoundingBoxAsync())!;
            if (movedBy > 0)
            {
                await page.Mouse.MoveAsync(box.X, box.Y + movedBy);
            }

            await page.Mouse.UpAsync();

            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(presses);
            Assert.Equal(presses, await page.EvaluateAsync<int>("() => window.presses"));
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
