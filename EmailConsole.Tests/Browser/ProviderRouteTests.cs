using System.Globalization;
using EmailConsole.EmailProviders.Editing;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.EmailProviders;
using EmailConsole.Tests.Shell.Pages;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>The Email Provider page of a tenant with several providers.</summary>
public sealed class ProviderRouteTests(EmailProviderConsole console) : IClassFixture<EmailProviderConsole>
{
    [BrowserFact]
    public async Task AddAStandby_ThenReload_ShowsBothInOrder()
    {
        var person = await console.AddTenantAsync("standby.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "standby.example");
            await Assertions.Expect(Button(visit.Page, "Add a standby")).ToHaveCountAsync(0);
            await visit.StoreProviderAsync("standby.example");
            await visit.TakePictureAsync("route-one");

            await visit.Page.PressButtonAsync("Add a standby");
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "A new standby" })).ToBeFocusedAsync();
            await visit.FillProviderAsync("standby.example");
            await visit.Page.Field("Server Host").FillAsync("second.standby.example");
            await visit.Page.Field("From Address").FillAsync("codes@other.example");
            await visit.Page.Field("From Address").BlurAsync();
            await Assertions.Expect(visit.Page.GetByText("The first provider sends from standby.example.")).ToBeVisibleAsync();
            await visit.TakePictureAsync("route-adding");
            await visit.AssertAccessibleAsync();
            await visit.Page.PressButtonAsync("Add");

            await ExpectNamesAsync(visit.Page, "smtp.standby.example", "second.standby.example");
            await Assertions.Expect(visit.Page.GetByText("Added. second.standby.example stands by.")).ToBeVisibleAsync();
            await Assertions.Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("leaves through smtp.standby.example as codes@standby.example. Another one stands by.");
            await Assertions.Expect(visit.Page.GetByText("normal mail after 1 min, bulk after 10 min")).ToBeVisibleAsync();
            await visit.Page.ReloadAsync();
            await ExpectNamesAsync(visit.Page, "smtp.standby.example", "second.standby.example");
            await visit.Page.Locator(".entry-open").Nth(1).ClickAsync();
            await Assertions.Expect(visit.Page.Field("Server Host")).ToHaveValueAsync("second.standby.example");
            await Assertions.Expect(visit.Page.GetByText("stored, leave as it is to keep it")).ToBeVisibleAsync();
            await visit.Page.Field("Reply-To Address").FillAsync("help@standby.example");
            await visit.Page.PressButtonAsync("Update");
            await Assertions.Expect(visit.Page.GetByText("second.standby.example is updated.")).ToBeVisibleAsync();
        });
    }

    [BrowserFact]
    public async Task Reorder_ByKeyboard_KeepsTheFocusAndAnnounces()
    {
        var person = await TenantAsync("keys.example", 3);
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "keys.example");
            var third = visit.Page.Locator(".entry-open").Filter(new() { HasText = "n3.keys.example" });
            await third.FocusAsync();
            await visit.Page.Keyboard.PressAsync("Alt+ArrowUp");

            await ExpectNamesAsync(visit.Page, "n1.keys.example", "n3.keys.example", "n2.keys.example");
            await Assertions.Expect(visit.Page.Locator(".route [aria-live=polite]")).ToHaveTextAsync("n3.keys.example is at place 2 of 3.");
            await Assertions.Expect(third).ToBeFocusedAsync();
            Assert.Equal("solid", await third.EvaluateAsync<string>("button => getComputedStyle(button).outlineStyle"));
            await visit.Page.Keyboard.PressAsync("Alt+ArrowUp");
            await ExpectNamesAsync(visit.Page, "n3.keys.example", "n1.keys.example", "n2.keys.example");
            await Assertions.Expect(third).ToBeFocusedAsync();
            await Assertions.Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("leaves through n3.keys.example");
        });
    }

    [BrowserFact]
    public async Task Reorder_ByDragging_Moves()
    {
        var person = await TenantAsync("drag.example", 3);
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "drag.example");
            await visit.Page.Locator(".entry-handle").Nth(2).DragToAsync(visit.Page.Locator(".entry-row").Nth(0));

            await ExpectNamesAsync(visit.Page, "n3.drag.example", "n1.drag.example", "n2.drag.example");
        });
    }

    [BrowserFact]
    public async Task Menu_MakeFirstRenameDisableDelete_DoesSo()
    {
        var person = await TenantAsync("menu.example", 2);
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "menu.example");
            await ChooseAsync(visit.Page, "n2.menu.example", "Make first");
            await ExpectNamesAsync(visit.Page, "n2.menu.example", "n1.menu.example");

            await ChooseAsync(visit.Page, "n1.menu.example", "Rename…");
            await visit.Page.Field("Name").FillAsync("Frankfurt");
            await visit.AssertAccessibleAsync();
            await visit.Page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Rename" }).ClickAsync();
            await ExpectNamesAsync(visit.Page, "n2.menu.example", "Frankfurt");

            await ChooseAsync(visit.Page, "n2.menu.example", "Disable");
            await Assertions.Expect(visit.Page.Locator(".entry-state").First).ToContainTextAsync("Disabled");
            await Assertions.Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("leaves through Frankfurt");
            await ChooseAsync(visit.Page, "Frankfurt", "Disable…");
            await visit.Page.GetByText("mail then leaves through the super tenant's provider").WaitForAsync();
            await visit.Page.PressButtonAsync("Disable");
            await Assertions.Expect(visit.Page.Locator(".in-force")).ToContainTextAsync("through the super tenant's provider as no-reply@platform.example, because all of its own are disabled");
            await visit.TakePictureAsync("route-disabled");
            await visit.AssertAccessibleAsync();

            await ChooseAsync(visit.Page, "Frankfurt", "Enable");
            await ChooseAsync(visit.Page, "n2.menu.example", "Delete…");
            await visit.Page.PressButtonAsync("Delete");
            await Assertions.Expect(visit.Page.Field("Server Host")).ToHaveValueAsync("n1.menu.example");
            await Assertions.Expect(visit.Page.Locator(".entry")).ToHaveCountAsync(0);
        });
    }

    [BrowserFact]
    public async Task TestAll_TestsOneAfterTheOther()
    {
        var person = await TenantAsync("all.example", 2);
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(person, "all.example");
            await visit.Page.PressButtonAsync("Test all");
            var panel = visit.Page.GetByRole(AriaRole.Dialog);
            await panel.GetByLabel("To", new() { Exact = true }).FillAsync("admin@all.example");
            await panel.GetByRole(AriaRole.Button, new() { Name = "Send", Exact = true }).ClickAsync();

            await Assertions.Expect(panel.Locator(".runs h3")).ToHaveTextAsync(["n1.all.example does not take it", "n2.all.example does not take it"]);
            await visit.AssertAccessibleAsync();
            await visit.TakePictureAsync("route-test-all");
        });
    }

    [BrowserFact]
    public async Task Operator_SeesTheListAndChangesNothing()
    {
        await TenantAsync("watch.example", 2);
        var viewer = await console.AddPersonAsync("watch.example", "viewer", ActorRole.Operator);
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.OpenProviderAsync(viewer, "watch.example");
            await visit.Page.Locator(".entry-open").Nth(1).ClickAsync();

            await Assertions.Expect(visit.Page.Locator(".facts")).ToContainTextAsync("n2.watch.example");
            await Assertions.Expect(Button(visit.Page, "Add a standby")).ToHaveCountAsync(0);
            await Assertions.Expect(visit.Page.Locator(".entry-handle, main input")).ToHaveCountAsync(0);
            await visit.AssertAccessibleAsync();
        });
    }

    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(360, true)]
    public async Task List_LightDarkAndNarrow_IsAccessibleAndDoesNotScrollSideways(int width, bool isDark)
    {
        var domain = string.Create(CultureInfo.InvariantCulture, $"route-{width}-{isDark}.example").ToLowerInvariant();
        var person = await TenantAsync(domain, 3);
        await ConsoleBrowser.RunAsync(
            console,
            async visit =>
            {
                await visit.OpenProviderAsync(person, domain);
                await Assertions.Expect(visit.Page.Locator(".entry")).ToHaveCountAsync(3);
                await visit.TakePictureAsync($"route-{width}{(isDark ? "-dark" : "")}");
                await visit.AssertAccessibleAsync();
                await visit.Page.Locator(".entry-open").First.ClickAsync();
                await Assertions.Expect(visit.Page.Field("Server Host")).ToBeVisibleAsync();
                await visit.TakePictureAsync($"route-open-{width}{(isDark ? "-dark" : "")}");
                await visit.AssertAccessibleAsync();
                Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
            },
            new ConsoleWindow(width, 900, isDark));
    }

    private static ILocator Button(IPage page, string name) => page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    private static Task ExpectNamesAsync(IPage page, params string[] names) => Assertions.Expect(page.Locator(".entry-name")).ToHaveTextAsync(names);

    private static async Task ChooseAsync(IPage page, string entry, string item)
    {
        await Button(page, $"Actions for {entry}").ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = item, Exact = true }).ClickAsync();
    }

    /// <summary>A tenant with that many providers, n1 the first.</summary>
    private async Task<ConsolePerson> TenantAsync(string domain, int count)
    {
        var person = await console.AddTenantAsync(domain);
        var session = await console.OpenSessionAsync(person);
        for (var i = 1; i <= count; i++)
        {
            var settings = Inputs.BasicSettings with { Host = string.Create(CultureInfo.InvariantCulture, $"n{i}.{domain}"), FromAddress = $"codes@{domain}" };
            Assert.IsType<UpdateResult.Saved>(await console.Service<IEmailProviderWriter>().AddAsync(session, domain, Inputs.Basic with { Settings = settings }, default));
        }

        return person;
    }
}
