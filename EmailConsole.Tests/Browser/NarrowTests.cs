using System.Globalization;
using EmailConsole.Tests.Application;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>What stands where: a phone shows as much as it can, and a toast covers nothing of a page.</summary>
public sealed class NarrowTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    private const string Toast = ".mud-snackbar";

    [BrowserTheory]
    [InlineData(1280)]
    [InlineData(360)]
    public Task Toast_Shown_CoversNothingOfThePage(int width) => RunAsync(width, async visit =>
    {
        var page = visit.Page;
        await page.GetByRole(AriaRole.Button, new() { Name = "Actions for narrow0.example" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Deactivate…" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Deactivate", Exact = true }).ClickAsync();
        await page.GetByText("narrow0.example is deactivated.").WaitForAsync();
        var toast = (await page.Locator(Toast).First.BoundingBoxAsync())!;
        string[] bar = width < 960 ? [".app-bar button"] : [".app-bar .brand", ".palette-button", ".tenant-switcher", ".person-menu", ".side-bar nav"];
        foreach (var part in (string[])["h1", ".page-head button", ".table-filters", ".tenant-table", .. bar])
        {
            var box = (await page.Locator(part).First.BoundingBoxAsync())!;
            var isBeside = toast.Y + toast.Height <= box.Y || box.Y + box.Height <= toast.Y || toast.X + toast.Width <= box.X || box.X + box.Width <= toast.X;
            Assert.True(isBeside, $"{part} from {box.X}, {box.Y} is covered by a toast from {toast.X}, {toast.Y}");
        }

        Assert.InRange(toast.X, 0, width - toast.Width);
        await visit.AssertAccessibleAsync();

        // For the next width
        await page.GetByRole(AriaRole.Button, new() { Name = "Actions for narrow0.example" }).ClickAsync();
        await page.GetByRole(AriaRole.Menuitem, new() { Name = "Activate", Exact = true }).ClickAsync();
        await page.GetByText("narrow0.example is active again.").WaitForAsync();
        await Assertions.Expect(page.Locator(Toast).Filter(new() { Visible = true })).ToHaveCountAsync(1);
    });

    [BrowserFact]
    public Task Tenants_OnAPhone_ShowsSeveralAndCanBeOrdered() => RunAsync(360, async visit =>
    {
        var page = visit.Page;
        var links = page.Locator(".tenant-table a.row-link");
        await visit.TakePictureAsync("tenants-360");
        var boxes = await Task.WhenAll((await links.AllAsync()).Select(link => link.BoundingBoxAsync()));
        Assert.InRange(boxes.Count(box => box!.Y + box.Height <= 760), 3, int.MaxValue);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "The page scrolls sideways");

        await page.GetByLabel("Order").SelectOptionAsync("By domain");
        await Assertions.Expect(links.Nth(1)).ToHaveTextAsync("narrow0.example");
        await Assertions.Expect(links.Nth(5)).ToHaveTextAsync("narrow4.example");
        await visit.AssertAccessibleAsync();

        var switcher = page.GetByRole(AriaRole.Combobox, new() { Name = "Tenant" });
        await Assertions.Expect(switcher).ToHaveValueAsync("carbon.super");
        Assert.True(await switcher.EvaluateAsync<bool>("e => e.scrollWidth <= e.clientWidth"), "The tenant's name is cut");
    });

    private async Task RunAsync(int width, Func<ConsoleVisit, Task> test)
    {
        for (var i = 0; i < 5; i++)
        {
            await console.AddTenantAsync(string.Create(CultureInfo.InvariantCulture, $"narrow{i}.example"));
        }

        var person = await console.AddSuperAdministratorAsync();
        await ConsoleBrowser.RunAsync(
            console,
            async visit =>
            {
                await visit.EnterAsync(person);
                await visit.GoAsync("tenants");
                await visit.Page.Locator(".tenant-table a.row-link").Nth(5).WaitForAsync();
                await test(visit);
            },
            new ConsoleWindow(Width: width, Height: 760));
    }
}
