using System.Net;
using System.Net.Sockets;
using EmailConsole.Tests.Application;
using Microsoft.Playwright;
using Xunit.Sdk;

namespace EmailConsole.Tests.Browser;

public sealed class ConsoleBrowserTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
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
