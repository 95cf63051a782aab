using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Shell.Pages;

/// <summary>What an administrator does on the Email Provider page.</summary>
internal static class ProviderVisit
{
    public const string Secret = "s3cret & <word>";

    public static string PathOf(string domain) => $"t/{domain}/notification-channels/email-provider";

    public static async Task OpenProviderAsync(this ConsoleVisit visit, ConsolePerson person, string domain)
    {
        await visit.EnterAsync(person);
        Assert.Equal(200, await visit.GoAsync(PathOf(domain)));
        await visit.Page.Locator(".in-force").WaitForAsync();
    }

    public static async Task FillProviderAsync(this ConsoleVisit visit, string domain)
    {
        await visit.Page.Field("Server Host").FillAsync($"smtp.{domain}");
        await visit.Page.Field("From Address").FillAsync($"codes@{domain}");
        await visit.Page.Field("Display Name").FillAsync("Grüße & Co");
        await visit.Page.Field("Username").FillAsync($"codes@{domain}");
        await visit.Page.Field("Password").FillAsync(Secret);
    }

    public static async Task StoreProviderAsync(this ConsoleVisit visit, string domain)
    {
        await visit.FillProviderAsync(domain);
        await visit.Page.PressButtonAsync("Update");
        await Assertions.Expect(visit.Page.GetByText("No unsaved changes")).ToBeVisibleAsync();
    }

    /// <summary>By its exact label.</summary>
    public static ILocator Field(this IPage page, string label) => page.GetByLabel(label, new() { Exact = true });

    public static Task PressButtonAsync(this IPage page, string name) =>
        page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true }).ClickAsync();

    /// <summary>Chooses in a select, and waits until the select has taken the focus back: what is typed before would go there.</summary>
    public static async Task ChooseAsync(this IPage page, string label, string option)
    {
        await page.Field(label).ClickAsync();
        await page.GetByRole(AriaRole.Option, new() { Name = option, Exact = true }).ClickAsync();
        await Assertions.Expect(page.Field(label)).ToHaveValueAsync(option);
        await Assertions.Expect(page.Field(label)).ToBeFocusedAsync();
    }

    /// <summary>Presses Tab until the field has the focus.</summary>
    public static async Task TabToAsync(this ConsoleVisit visit, string label)
    {
        for (var i = 0; i < 20; i++)
        {
            await visit.Page.Keyboard.PressAsync("Tab");
            if (await visit.Page.Field(label).EvaluateAsync<bool>("e => e === document.activeElement"))
            {
                return;
            }
        }

        Assert.Fail($"{label} cannot be reached by Tab");
    }
}
