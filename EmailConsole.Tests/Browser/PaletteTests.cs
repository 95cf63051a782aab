using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>Ctrl+K, as its three kinds of people use it.</summary>
public sealed class PaletteTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [BrowserFact]
    public async Task Palette_SuperAdministrator_FindsTenantsPeopleAndPages()
    {
        await console.AddTenantAsync("found.example");
        await console.AddPersonAsync("found.example", "zelda", ActorRole.Operator);
        var person = await console.AddSuperAdministratorAsync();
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            var page = visit.Page;
            await visit.EnterAsync(person);
            await visit.GoAsync("tenants");
            await page.GetByRole(AriaRole.Heading, new() { Name = "Tenants" }).WaitForAsync();

            await OpenAsync(page, "Control+k");
            await visit.AssertAccessibleAsync();
            await visit.TakePictureAsync("palette");
            await page.Keyboard.TypeAsync("found.");
            await page.GetByRole(AriaRole.Option, new() { Name = "found.example" }).WaitForAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.AssertAtAsync("t/found.example/notification-channels/email-provider");

            await OpenAsync(page, "Meta+k");
            await page.Keyboard.TypeAsync("zelda");
            await page.Keyboard.PressAsync("Enter");
            await page.AssertAtAsync("t/found.example/people");
            await Assertions.Expect(page.GetByLabel("Search by name or email")).ToHaveValueAsync("zelda@found.example");
            Assert.DoesNotContain("zelda", page.Url, StringComparison.Ordinal);

            await OpenAsync(page, "Control+k");
            await page.Keyboard.PressAsync("ArrowDown");
            await Assertions.Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Go to" })).ToHaveAttributeAsync("aria-activedescendant", "palette-option-1");
            await page.Keyboard.PressAsync("Enter");
            await page.AssertAtAsync("t/found.example/notification-channels/deliveries");
        });
    }

    [BrowserFact]
    public async Task Palette_Operator_FindsNobodyAndNoOtherTenant()
    {
        await console.AddTenantAsync("own-palette.example");
        await console.AddTenantAsync("other-palette.example");
        var person = await console.AddPersonAsync("own-palette.example", "olga", ActorRole.Operator);
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            var page = visit.Page;
            await visit.EnterAsync(person);
            await visit.GoAsync("t/own-palette.example/notification-channels/email-provider");
            await OpenAsync(page, "Control+k");
            await Assertions.Expect(page.GetByRole(AriaRole.Option, new() { Name = "People" })).ToHaveCountAsync(0);
            foreach (var text in new[] { "other-palette.example", "admin", "olga" })
            {
                await page.GetByRole(AriaRole.Combobox, new() { Name = "Go to" }).FillAsync(text);
                await page.GetByText("Nothing of that name that you may see").WaitForAsync();
                await page.GetByRole(AriaRole.Combobox, new() { Name = "Go to" }).FillAsync("");
                await page.GetByRole(AriaRole.Option).First.WaitForAsync();
            }
        });
    }

    private static async Task OpenAsync(IPage page, string keys)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = "Go to…" }).WaitForAsync();
        await page.Keyboard.PressAsync(keys);
        await Assertions.Expect(page.GetByRole(AriaRole.Combobox, new() { Name = "Go to" })).ToBeFocusedAsync();
        await page.GetByRole(AriaRole.Option).First.WaitForAsync();
    }
}
