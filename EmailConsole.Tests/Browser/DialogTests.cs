using System.Net;
using EmailConsole.Outbox;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Deliveries.Components;
using EmailConsole.Tests.EmailProviders.Api;
using EmailConsole.Tests.Shell.Pages;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>Focus, Escape and Enter in every dialog and panel, as WAI-ARIA's dialog pattern has them.</summary>
public sealed class DialogTests(DeliveriesBed bed) : IClassFixture<DeliveriesBed>
{
    private const string Domain = "dialogs.example";
    private const string StoryDomain = "story-dialog.example";
    private const string BulkDomain = "bulk-dialog.example";
    private const string StoredDomain = "stored-dialog.example";
    private const string FocusIsInside = "() => [...document.querySelectorAll('[role=dialog]')].at(-1)?.contains(document.activeElement) === true";

    public static TheoryData<string, string[], string> Forms => new()
    {
        { "tenants", ["Add tenant"], "Domain" },
        { "tenants", [$"Actions for {Domain}", "Delete…"], $"Type {Domain} to confirm" },
        { $"t/{Domain}/people", ["Add person"], "Username" },
        { $"t/{Domain}/people", [$"Actions for admin@{Domain}", "Reset password…"], "Invitation link, shown once" },
        { $"t/{Domain}/api-keys", ["Create API key"], "Name" },
    };

    [BrowserTheory]
    [MemberData(nameof(Forms))]
    public async Task Form_OpenedTypedInAndLeft_KeepsTheFocusAndAsks(string path, string[] ways, string first) =>
        await RunAsync(async visit =>
        {
            var page = visit.Page;
            await visit.GoAsync(path);
            await OpenAsync(page, ways);
            var field = page.GetByRole(AriaRole.Dialog).GetByLabel(first, new() { Exact = true });
            await Assertions.Expect(field).ToBeFocusedAsync();

            // Untouched it is closed, and what opened it has the focus again
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = ways[0], Exact = true })).ToBeFocusedAsync();

            await OpenAsync(page, ways);
            await Assertions.Expect(field).ToBeFocusedAsync();
            if (await field.GetAttributeAsync("type") == "radio")
            {
                await page.GetByLabel("Generated password, shown once").CheckAsync();
            }
            else
            {
                await page.Keyboard.TypeAsync("x");
            }

            await page.Keyboard.PressAsync("Escape");
            await page.GetByText("What you typed is not saved. Press Escape again to close.").WaitForAsync();
            await visit.AssertAccessibleAsync();
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        });

    public static TheoryData<string, string[]> Others => new()
    {
        { "tenants", [$"Actions for {Domain}", "Deactivate…"] },
        { "tenants", ["Go to… Ctrl K"] },
        { $"t/{Domain}/people", [$"Actions for admin@{Domain}", "Make operator…"] },
        { $"t/{Domain}/people", [$"Actions for admin@{Domain}", "Remove…"] },
        { ProviderVisit.PathOf(StoredDomain), ["Revert"] },
        { DeliveriesBed.PathOf(StoryDomain), ["unknown@bar.example"] },
        { $"{DeliveriesBed.PathOf(BulkDomain)}?state=failed", ["Resend failed…"] },
    };

    [BrowserTheory]
    [MemberData(nameof(Others))]
    public async Task Dialog_OpenedAndEscaped_TakesTheFocusAndGivesItBack(string path, string[] ways)
    {
        await StoreProviderAsync();
        if (Array.Find([StoryDomain, BulkDomain], d => path.Contains(d, StringComparison.Ordinal)) is { } domain)
        {
            await FailAsync(domain);
        }

        await RunAsync(async visit =>
        {
            var page = visit.Page;
            await visit.GoAsync(path);
            await OpenAsync(page, ways);
            await page.WaitForFunctionAsync(FocusIsInside);
            var isModal = await page.Locator("[role=dialog][aria-modal=false]").CountAsync() == 0;
            for (var i = 0; isModal && i < 8; i++)
            {
                await page.Keyboard.PressAsync(i % 3 == 2 ? "Shift+Tab" : "Tab");
                await page.WaitForFunctionAsync(FocusIsInside);
            }

            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = ways[0], Exact = true })).ToBeFocusedAsync();
        });
    }

    [BrowserFact]
    public async Task Conflict_Escaped_LeavesWhatWasTypedAndGivesTheFocusBack()
    {
        await StoreProviderAsync();
        await RunAsync(async visit =>
        {
            var page = visit.Page;
            await visit.GoAsync(ProviderVisit.PathOf(StoredDomain));
            await page.Field("Display Name").FillAsync("Typed by one");
            await StoreProviderAsync("smtp.other.example");
            await page.PressButtonAsync("Update");
            await page.GetByRole(AriaRole.Dialog).WaitForAsync();
            await page.WaitForFunctionAsync(FocusIsInside);

            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Update", Exact = true })).ToBeFocusedAsync();
            await Assertions.Expect(page.Field("Display Name")).ToHaveValueAsync("Typed by one");
        });
    }

    [BrowserFact]
    public async Task Form_OpenedByADoubleClick_IsThereOnceAndOpensAgain() =>
        await RunAsync(async visit =>
        {
            var page = visit.Page;
            var dialogs = page.GetByRole(AriaRole.Dialog);
            var opener = page.GetByRole(AriaRole.Button, new() { Name = "Add tenant", Exact = true });
            await visit.GoAsync("tenants");
            for (var i = 0; i < 2; i++)
            {
                await opener.DblClickAsync();

                // What the server answers to this comes after what it has answered to both clicks
                await dialogs.Last.GetByLabel("Password typed here").CheckAsync();
                await dialogs.Last.Locator("input[type=password]").WaitForAsync();
                await Assertions.Expect(dialogs).ToHaveCountAsync(1);
                await page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
                await Assertions.Expect(dialogs).ToHaveCountAsync(0);
            }
        });

    [BrowserFact]
    public async Task AddTenant_ByKeyboardAlone_SubmitsMendsShowsOnceAndLeadsOn() =>
        await RunAsync(async visit =>
        {
            var page = visit.Page;
            var domain = page.GetByLabel("Domain", new() { Exact = true });
            await visit.GoAsync("tenants");
            await OpenAsync(page, ["Add tenant"]);
            await page.Keyboard.TypeAsync("not a domain");
            await page.Keyboard.PressAsync("Enter");
            await Assertions.Expect(domain).ToHaveAttributeAsync("aria-invalid", "true");
            await Assertions.Expect(domain).ToBeFocusedAsync();

            await page.Keyboard.PressAsync("Control+A");
            await page.Keyboard.TypeAsync("by-keyboard.example");
            await page.Keyboard.PressAsync("Enter");
            await page.GetByText("The tenant by-keyboard.example is ready.").WaitForAsync();
            await page.Keyboard.PressAsync("Escape");
            await page.GetByText("This is not shown again. Press Escape again to close.").WaitForAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Set up its email provider" }).ClickAsync();
            await page.AssertAtAsync("t/by-keyboard.example/notification-channels/email-provider");
            await page.GetByLabel("Server Host").WaitForAsync();
        });

    [BrowserTheory]
    [InlineData("Escape")]
    [InlineData("Close")]
    public async Task TestPanel_Closed_GivesTheFocusBack(string way) =>
        await RunAsync(async visit =>
        {
            var page = visit.Page;
            var button = page.GetByRole(AriaRole.Button, new() { Name = "Send test email", Exact = true });
            await visit.GoAsync($"t/{Domain}/notification-channels/email-provider");
            await button.ClickAsync();
            await Assertions.Expect(page.GetByLabel("To", new() { Exact = true })).ToBeFocusedAsync();
            if (way == "Escape")
            {
                await page.Keyboard.PressAsync("Escape");
            }
            else
            {
                await page.GetByRole(AriaRole.Button, new() { Name = "Close the test", Exact = true }).ClickAsync();
            }

            await Assertions.Expect(page.Locator(".panel")).ToHaveCountAsync(0);
            await Assertions.Expect(button).ToBeFocusedAsync();
        });

    [BrowserTheory]
    [InlineData(1280, false)]
    [InlineData(360, true)]
    public async Task Menus_Open_HaveNothingForAxe(int width, bool isDark) =>
        await RunAsync(
            async visit =>
            {
                var page = visit.Page;
                await visit.GoAsync("tenants");
                foreach (var name in new[] { "Theme", "Account of", $"Actions for {Domain}" })
                {
                    await page.GetByRole(AriaRole.Button, new() { Name = name }).ClickAsync();
                    await page.GetByRole(AriaRole.Menuitem).First.WaitForAsync();
                    await visit.AssertAccessibleAsync();
                    if (width == 360)
                    {
                        await page.Mouse.ClickAsync(width / 2, 890);
                    }
                    else
                    {
                        // Once, however it was opened
                        await page.Keyboard.PressAsync("Escape");
                        await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = name })).ToBeFocusedAsync();
                    }

                    await Assertions.Expect(page.GetByRole(AriaRole.Menuitem)).ToHaveCountAsync(0);
                }

                await page.GetByRole(AriaRole.Combobox, new() { Name = "Tenant" }).ClickAsync();
                await page.Locator(".mud-popover-open .mud-list-item").First.WaitForAsync();
                await visit.AssertAccessibleAsync();
                await visit.TakePictureAsync($"tenants-open-{width}");
            },
            new ConsoleWindow(Width: width, IsDark: isDark));

    [BrowserFact]
    public async Task Escape_MenuThatOpenedTheDialogIsNotGoneYet_ClosesTheDialog() =>
        await RunAsync(async visit =>
        {
            var page = visit.Page;
            await visit.GoAsync("tenants");
            await OpenAsync(page, [$"Actions for {Domain}", "Delete…"]);
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog).GetByLabel($"Type {Domain} to confirm", new() { Exact = true })).ToBeFocusedAsync();
            await page.EvaluateAsync("""
                () => {
                  const list = document.createElement('div');
                  const place = [...document.querySelectorAll('[id^=popover-]')].find((e) => !e.closest('[role=dialog]'));
                  list.id = place.id.replace('popover-', 'popovercontent-');
                  list.className = 'mud-popover-open';
                  document.body.append(list);
                }
                """);

            await page.Keyboard.PressAsync("Escape");

            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
        });

    private static async Task OpenAsync(IPage page, string[] ways)
    {
        await page.GetByRole(AriaRole.Button, new() { Name = ways[0], Exact = true }).ClickAsync();
        foreach (var item in ways.Skip(1))
        {
            await page.GetByRole(AriaRole.Menuitem, new() { Name = item }).ClickAsync();
        }

        await page.GetByRole(AriaRole.Dialog).WaitForAsync();
    }

    /// <summary>A message that the server has refused, of a tenant that has no other.</summary>
    private async Task FailAsync(string domain)
    {
        var tenant = await bed.AddTenantAsync(domain);
        await bed.AcceptAsync(tenant, "unknown@bar.example");
        await bed.SettledAsync(tenant, 1, EmailState.Failed);
    }

    private async Task StoreProviderAsync(string host = "smtp.foo.com")
    {
        var settings = SenderClient.Basic(2);
        settings["smtpServerHost"] = host;
        using var script = await SenderClient.CreateAsync(bed.Console, StoredDomain, 2);
        using var posted = await script.PostAsync(settings);
        using var put = await script.PutAsync(settings);
        Assert.Equal(HttpStatusCode.OK, put.StatusCode);
    }

    private async Task RunAsync(Func<ConsoleVisit, Task> test, ConsoleWindow? window = null)
    {
        await bed.Console.AddTenantAsync(Domain);
        var person = await bed.Console.AddSuperAdministratorAsync();
        await ConsoleBrowser.RunAsync(
            bed.Console,
            async visit =>
            {
                await visit.EnterAsync(person);
                await test(visit);
            },
            window);
    }
}
