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
            await visit.Page.WaitForURLAsync("**/sign-in**");

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
                await visit.Page.WaitForURLAsync("**/account/password");
            },
            new ConsoleWindow(Width: 360));
    }

    private static ILocator Menu(IPage page) => page.GetByRole(AriaRole.Button, new() { Name = "Account of" });
}
