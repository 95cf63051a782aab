using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Rest.Reference;

public sealed class ReferencePageTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    /// <summary>The visit fails where the page asks another host for anything, or breaks its content security policy.</summary>
    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(1280, true)]
    [InlineData(360, false)]
    public Task Page_Opened_ShowsTheOperationsAndAsksNoOtherHost(int width, bool isDark) => ConsoleBrowser.RunAsync(
        console,
        async visit =>
        {
            await visit.SignInAsync(await console.AddTenantAsync("reader.example"));
            await visit.GoAsync("reference");

            await visit.Page.GetByText("Send mail for a tenant, read what became of it").First.WaitForAsync();

            await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);
            await visit.TakePictureAsync($"reference-{width}-{(isDark ? "dark" : "light")}");
        },
        new ConsoleWindow(Width: width, IsDark: isDark));

    [BrowserFact]
    public Task Navigation_ApiReference_OpensBesideTheConsole() => ConsoleBrowser.RunAsync(console, async visit =>
    {
        await visit.SignInAsync(await console.AddTenantAsync("link.example"));
        var link = visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "API reference" });

        var opened = await visit.Context.RunAndWaitForPageAsync(() => link.ClickAsync());

        await opened.GetByText("Send mail for a tenant, read what became of it").First.WaitForAsync();
    });
}
