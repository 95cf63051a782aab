using EmailConsole.Accounts;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Accounts;

public sealed class AccountPagesBrowserTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(360, true)]
    public Task Pages_WideAndNarrowLightAndDark_HaveNothingForAxeAndFit(int width, bool isDark) => ConsoleBrowser.RunAsync(
        console,
        async visit =>
        {
            var problems = new List<string>();
            await console.AddTenantAsync("a-tenant-with-quite-a-long-domain.example.org");
            var person = await console.AddSuperAdministratorAsync();
            await visit.GoAsync("sign-in");
            await CheckAsync(visit, "sign-in", width, isDark, problems);
            await visit.SignInAsync(person);
            await visit.Page.GetByText("a-tenant-with-quite-a-long-domain.example.org").First.WaitForAsync();
            await CheckAsync(visit, "tenants", width, isDark, problems);
            await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = "Add tenant" }).ClickAsync();
            await visit.Page.GetByText("Password typed here").ClickAsync();
            await visit.Page.GetByLabel("Administrator password", new PageGetByLabelOptions { Exact = true }).Last.FillAsync("short");
            await visit.Page.GetByText("Too short: 7 more.").WaitForAsync();
            await CheckAsync(visit, "tenants-add", width, isDark, problems);
            await visit.GoAsync("t/a-tenant-with-quite-a-long-domain.example.org/people");
            await visit.Page.GetByText("admin@a-tenant-with-quite-a-long-domain.example.org").First.WaitForAsync();
            await CheckAsync(visit, "people", width, isDark, problems);
            await visit.GoAsync("account/password");
            await visit.Page.GetByLabel("Current password").WaitForAsync();
            await CheckAsync(visit, "own-password", width, isDark, problems);
            Assert.True(problems.Count == 0, string.Join("\n", problems));
        },
        new ConsoleWindow(Width: width, IsDark: isDark));

    [BrowserFact]
    public Task OpenPage_PersonDeactivatedMeanwhile_ShowsNothingMore() => ConsoleBrowser.RunAsync(console, async visit =>
    {
        await console.AddTenantAsync("circuit.example");
        var person = await console.AddPersonAsync("circuit.example", "leaver", ActorRole.Administrator);
        await visit.EnterAsync(person);
        await visit.GoAsync("t/circuit.example/people");
        await visit.Page.GetByText("(you)").WaitForAsync();
        await using (var db = await console.OpenDbAsync())
        {
            await db.Set<Account>().Where(a => a.UserName == person.Username).ExecuteUpdateAsync(s => s.SetProperty(a => a.IsActive, false));
        }

        await visit.Page.GetByLabel("Search by name or email").FillAsync("admin");

        await visit.Page.AssertAtAsync("sign-in?returnUrl=");
    });

    [BrowserFact]
    public Task OpenPage_SignedOutElsewhereAndLeftAlone_IsClearedWithinSeconds() => ConsoleBrowser.RunAsync(console, async visit =>
    {
        await console.AddTenantAsync("idle.example");
        var person = await console.AddPersonAsync("idle.example", "idler", ActorRole.Administrator);
        await visit.EnterAsync(person);
        await visit.GoAsync("t/idle.example/people");
        await visit.Page.GetByText("(you)").WaitForAsync();
        await using (var db = await console.OpenDbAsync())
        {
            await db.Set<SignInSession>().ExecuteDeleteAsync();
        }

        await visit.Page.GetByText("(you)").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    });

    [BrowserFact]
    public Task People_ChangeAndRemoveSomebody_AsksAndKeepsTheLastAdministrator() => ConsoleBrowser.RunAsync(console, async visit =>
    {
        var person = await console.AddTenantAsync("people.example");
        await console.AddPersonAsync("people.example", "bob", ActorRole.Operator);
        await visit.EnterAsync(person);
        await visit.GoAsync("t/people.example/people");

        await ChooseAsync(visit, "admin@people.example", "Remove…", "Remove");
        await visit.Page.GetByText("would be left without an active administrator").WaitForAsync();

        await ChooseAsync(visit, "bob@people.example", "Make administrator…", "Change role");
        await visit.Page.GetByText("bob@people.example is administrator now.").WaitForAsync();
        await ChooseAsync(visit, "bob@people.example", "Remove…", "Remove");
        await visit.Page.GetByText("bob@people.example is removed.").WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Cell, new PageGetByRoleOptions { Name = "bob@people.example" })
            .WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    });

    private static async Task ChooseAsync(ConsoleVisit visit, string username, string action, string confirm)
    {
        await visit.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = $"Actions for {username}" }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Menuitem, new PageGetByRoleOptions { Name = action }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = confirm }).ClickAsync();
    }

    private static async Task CheckAsync(ConsoleVisit visit, string name, int width, bool isDark, List<string> problems)
    {
        await visit.TakePictureAsync($"{name}-{width}-{(isDark ? "dark" : "light")}");
        var overflow = await visit.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (overflow > 0)
        {
            problems.Add($"{name}: {overflow} px wider than the window");
        }

        problems.AddRange((await visit.FindFaultsAsync()).Select(f => $"{name}: {f}"));
    }
}
