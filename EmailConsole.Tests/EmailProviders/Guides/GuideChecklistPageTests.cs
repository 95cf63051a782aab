using System.Text.RegularExpressions;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using EmailConsole.Tests.Shell.Pages;
using Microsoft.Playwright;

namespace EmailConsole.Tests.EmailProviders.Guides;

public sealed class GuideChecklistPageTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [BrowserFact]
    public Task Guide_BesideTheForm_FillsAndCopiesItsCommands() => RunAsync(async visit =>
    {
        await visit.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await ChooseAsync(visit, "Microsoft 365");
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "From Address" }).FillAsync("o'hara@foo.example");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "8. Give it the mailbox" }).ClickAsync();

        var command = visit.Page.GetByText("Add-MailboxPermission -Identity 'o''hara@foo.example' -User '<object-id>' -AccessRights FullAccess");
        await command.WaitForAsync();
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Copy the command" }).ClickAsync();
        await visit.Page.GetByText("Copied").First.WaitForAsync();

        Assert.Equal(await command.TextContentAsync(), await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()"));
        await AssertAxeAsync(visit);
        await visit.TakePictureAsync("guide-microsoft365");
    });

    [BrowserFact]
    public Task Guide_AnotherPresetAndBack_KeepsItsTicks() => RunAsync(async visit =>
    {
        await ChooseAsync(visit, "Gmail");
        await visit.Page.GetByLabel("Done: Choose the account").CheckAsync();
        await ChooseAsync(visit, "Postmark");
        await visit.Page.GetByText("steps done").WaitForAsync(new() { State = WaitForSelectorState.Hidden });
        await ChooseAsync(visit, "Gmail");

        await visit.Page.GetByText("1 of 6 steps done").WaitForAsync();
    });

    [BrowserFact]
    public Task Guide_LoadedAgain_KeepsItsTicks() => RunAsync(async visit =>
    {
        await ChooseAsync(visit, "Gmail");
        await visit.Page.GetByLabel("Done: Choose the account").CheckAsync();
        await visit.Page.GetByText("1 of 6 steps done").WaitForAsync();
        await Assertions.Expect(visit.Page.GetByText("All administrators of this tenant see the ticks.")).ToBeVisibleAsync();
        await visit.Page.ReloadAsync();
        await ChooseAsync(visit, "Gmail");

        await visit.Page.GetByText("1 of 6 steps done").WaitForAsync();
    });

    [BrowserFact]
    public Task Guide_WhileTesting_StaysBesideTheFormWithWholeLabels() => RunAsync(async visit =>
    {
        await ChooseAsync(visit, "Gmail");
        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Send test email" }).ClickAsync();
        await visit.Page.Locator(".test-email-drawer.mud-drawer--open").WaitForAsync();

        await visit.Page.WaitForFunctionAsync(
            """
            () => {
              const box = s => document.querySelector(s).getBoundingClientRect();
              const [fields, notes, panel] = [box('.provider-fields'), box('.provider-notes'), box('.test-email-drawer')];
              return fields.width > 280 && fields.right <= notes.left && notes.right <= panel.left && panel.right <= innerWidth + 1;
            }
            """);
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(
            "[...document.querySelectorAll('.provider-fields label')].filter(l => l.scrollWidth > l.clientWidth + 1).map(l => l.textContent)"));
        await visit.TakePictureAsync("guide-while-testing");
    });

    [BrowserFact]
    public Task Form_NarrowWithErrors_NeverHidesTheFocusedField() => RunAsync(
        async visit =>
        {
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Update", Exact = true }).ClickAsync();
            await visit.Page.Locator(".error-summary").WaitForAsync();
            for (var i = 0; i < 24; i++)
            {
                await visit.Page.Keyboard.PressAsync("Tab");
                var hidden = await visit.Page.EvaluateAsync<string?>(
                    """
                    () => {
                      const field = document.activeElement, box = field.getBoundingClientRect();
                      const [above, bar] = ['.app-bar', '.action-bar'].map(s => document.querySelector(s).getBoundingClientRect());
                      return !field.closest('.provider-form') || field.closest('.action-bar') || (box.top >= above.bottom - 1 && box.bottom <= bar.top + 1) ? null : field.id || field.textContent;
                    }
                    """);
                Assert.Null(hidden);
            }
        },
        new ConsoleWindow(360, 640));

    [BrowserFact]
    public Task Guide_NarrowAndDark_FitsAndIsAccessible() => RunAsync(
        async visit =>
        {
            await ChooseAsync(visit, "Microsoft 365");
            await visit.Page.Locator(".notes-fold").ClickAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "9. Turn on SMTP AUTH" }).ClickAsync();
            await visit.Page.GetByText("Set-CASMailbox").First.WaitForAsync();

            Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
            await AssertAxeAsync(visit);
            await visit.TakePictureAsync("guide-narrow");
        },
        new ConsoleWindow(Width: 360, Height: 740, IsDark: true));

    private static async Task ChooseAsync(ConsoleVisit visit, string preset)
    {
        await visit.Page.GetByRole(AriaRole.Combobox, new() { Name = "Provider", Exact = true }).ClickAsync();
        await visit.Page.GetByRole(AriaRole.Option, new() { Name = preset }).First.ClickAsync();

        // What is typed before the form has become another one may be lost with the former
        await Assertions.Expect(visit.Page.Field("Provider")).ToHaveValueAsync(new Regex(Regex.Escape(preset), RegexOptions.None, TimeSpan.FromSeconds(1)));
        await Assertions.Expect(visit.Page.Field("Provider")).ToBeFocusedAsync();
    }

    private static Task AssertAxeAsync(ConsoleVisit visit) => visit.AssertAccessibleAsync(".guide");

    private async Task RunAsync(Func<ConsoleVisit, Task> test, ConsoleWindow? window = null)
    {
        var person = await console.AddTenantAsync("guide.example");
        await ConsoleBrowser.RunAsync(
            console,
            async visit =>
            {
                await visit.EnterAsync(person);
                await visit.GoAsync("t/guide.example/notification-channels/email-provider");
                await test(visit);
            },
            window);
    }
}
