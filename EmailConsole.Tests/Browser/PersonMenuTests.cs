using EmailConsole.Tests.Application;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

public sealed class PersonMenuTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [BrowserFact]
    public async Task SignOut_ByMouse_EndsTheSession()
    {
        var person = await console.AddTenantAsync("menu.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.SignInAsync(person);
            await Menu(visit.Page).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Sign out" }).ClickAsync();
            await visit.Page.AssertAtAsync("sign-in");

            await visit.Page.GotoAsync("t/menu.example/people");
            Assert.Contains("/sign-in", visit.Page.Url, StringComparison.Ordinal);
        });
    }

    [BrowserFact]
    public async Task ChangePassword_ByKeyboardOnANarrowScreen_IsReached()
    {
        var person = await console.AddTenantAsync("narrow-menu.example");
        await ConsoleBrowser.RunAsync(
            console,
            async visit =>
            {
                await visit.SignInAsync(person);
                await visit.Page.GetByRole(AriaRole.Heading, new() { Name = "Email Provider" }).WaitForAsync();
                await Menu(visit.Page).FocusAsync();
                await visit.Page.Keyboard.PressAsync("Enter");
                await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Change password" }).ClickAsync();
                await visit.Page.AssertAtAsync("account/password");
            },
            new ConsoleWindow(Width: 360));
    }

    /// <summary>The page itself and what it inherits, as the parts on it: also against the system's setting, and where that changes.</summary>
    [BrowserFact]
    public async Task Theme_ChosenOrFollowed_ColoursTheWholePage()
    {
        var person = await console.AddTenantAsync("theme.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            await visit.EnterAsync(person);
            await visit.GoAsync("t/theme.example/people");

            await ChooseAsync("Dark");
            await ShowsAsync("rgb(18, 20, 28)");
            await ChooseAsync("As the system");
            await ShowsAsync("rgb(245, 246, 250)");
            await visit.Page.EmulateMediaAsync(new PageEmulateMediaOptions { ColorScheme = ColorScheme.Dark });
            await ShowsAsync("rgb(18, 20, 28)");
            await ChooseAsync("Light");
            await ShowsAsync("rgb(245, 246, 250)");

            async Task ChooseAsync(string choice)
            {
                await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Theme", Exact = true }).ClickAsync();
                await visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = choice }).ClickAsync();
            }

            // The body has what the palette says, and form controls and scrollbars are drawn to match
            async Task ShowsAsync(string background)
            {
                await Assertions.Expect(visit.Page.Locator("body")).ToHaveCSSAsync("background-color", background);
                await Assertions.Expect(visit.Page.Locator("html")).ToHaveCSSAsync("color-scheme", background == "rgb(18, 20, 28)" ? "dark" : "light");
                Assert.Equal(background, await visit.Page.EvaluateAsync<string>(
                    "() => { const e = document.createElement('i'); e.style.color = 'var(--mud-palette-background)'; document.body.append(e); const c = getComputedStyle(e).color; e.remove(); return c; }"));
            }
        });
    }

    private static ILocator Menu(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Account of" });
}
