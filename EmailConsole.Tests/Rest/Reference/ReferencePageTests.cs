using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Rest.Reference;

public sealed class ReferencePageTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    /// <summary>The visit fails where the page asks another host for anything, or breaks its content security policy.</summary>
    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(360, true)]
    public Task Page_Opened_ShowsTheOperationsAndAsksNoOtherHost(int width, bool isDark) => ConsoleBrowser.RunAsync(
        console,
        async visit =>
        {
            await visit.EnterAsync(await console.AddTenantAsync("reader.example"));
            await visit.GoAsync("reference");

            await visit.Page.GetByText("Send mail for a tenant, read what became of it").First.WaitForAsync();

            await visit.Page.GetByText("/t/{tenantDomain}/api/v1/emails").First.WaitForAsync();
            await visit.TakePictureAsync($"reference-{width}-{(isDark ? "dark" : "light")}");
            await CheckAsync(visit);
        },
        new ConsoleWindow(Width: width, IsDark: isDark));

    [BrowserFact]
    public Task Operation_Opened_ShowsTheExampleAndItsFields() => ConsoleBrowser.RunAsync(
        console,
        async visit =>
        {
            await visit.EnterAsync(await console.AddTenantAsync("reader.example"));
            await visit.GoAsync("reference");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Notification senders" }).First.ClickAsync();
            await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Replace an email sender (v2)" }).ClickAsync();

            await visit.Page.GetByText("https://outlook.office365.com/.default").First.WaitForAsync();
            await visit.Page.GetByText("CLIENT_CREDENTIAL").First.WaitForAsync();

            await CheckAsync(visit);
        },
        new ConsoleWindow(IsDark: true));

    [BrowserFact]
    public Task Navigation_ApiReference_OpensBesideTheConsole() => ConsoleBrowser.RunAsync(console, async visit =>
    {
        await visit.SignInAsync(await console.AddTenantAsync("link.example"));
        var asked = new TaskCompletionSource<string>();
        visit.Context.Request += (_, request) =>
        {
            if (request.Url.Contains("/openapi/", StringComparison.Ordinal))
            {
                asked.TrySetResult(request.Url);
            }
        };
        var link = visit.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "API reference" });

        var opened = await visit.Context.RunAndWaitForPageAsync(() => link.ClickAsync());

        await opened.GetByText("Send mail for a tenant, read what became of it").First.WaitForAsync();
        Assert.EndsWith("?tenant=link.example", await asked.Task, StringComparison.Ordinal);
    });

    private static async Task CheckAsync(ConsoleVisit visit)
    {
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)"));
        await visit.AssertAccessibleAsync();
    }
}
