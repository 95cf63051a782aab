using EmailConsole.Tests.Application;

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
