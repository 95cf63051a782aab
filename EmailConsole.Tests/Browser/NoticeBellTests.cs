using EmailConsole.Tests.Application;
using EmailConsole.Tests.Events;
using EmailConsole.Tests.Sending.Lanes;
using EmailConsole.Tests.Servers;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>A tenant's own provider fails with mail waiting: its administrator gets a mail by the platform's, and the bell leads to the cure.</summary>
public sealed class NoticeBellTests
{
    [BrowserFact]
    public async Task Bell_OwnProviderFails_IsMailedByThePlatformAndLeadsToTheProvider()
    {
        await using var bed = await WebhookBed.OpenAsync(settings: new() { ["Notices:After"] = "00:00:01", ["Notices:Collect"] = "00:00:01" });
        var dead = new ScriptedSmtpServer().Start();
        var settings = LaneBed.SettingsFor(dead);
        await dead.DisposeAsync();
        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            var page = visit.Page;
            await visit.EnterAsync(await bed.Console.AddTenantAsync(WebhookBed.Domain));
            await visit.GoAsync("t/foo.example/notification-channels/webhooks");
            // The page takes the focus once it is there, and an open menu once its items are
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Webhooks", Exact = true })).ToBeFocusedAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Notices: nothing needs you" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Menuitem, new() { Name = "Nothing needs you." })).ToBeFocusedAsync();
            await page.Keyboard.PressAsync("Escape");
            await page.GetByText("Nothing needs you.").WaitForAsync(new() { State = WaitForSelectorState.Hidden });

            await bed.Console.UpdateAsync(bed.Tenant, settings);
            for (var i = 0; i < 10; i++)
            {
                await bed.Client.SendAsync();
            }

            await Bound.UntilAsync(
                () => bed.Mail.Messages.Any(m => m.Contains("Subject: foo.example: Sending by the email provider is paused", StringComparison.Ordinal)),
                () => $"{string.Join('\n', bed.Mail.Messages)}\n{string.Join('\n', bed.Console.Log.TakeLast(20))}");
            Assert.Contains(bed.Mail.Commands, c => c.Contains("<admin@foo.example>", StringComparison.Ordinal));

            await page.GetByRole(AriaRole.Button, new() { Name = "Notices: 1 needs you" }).ClickAsync();
            await page.GetByText("Sending by the email provider is paused").WaitForAsync();
            await visit.TakePictureAsync("bell");
            await visit.AssertAccessibleAsync();
            await page.SetViewportSizeAsync(360, 740);
            await page.WaitForFunctionAsync(
                "() => { const list = document.querySelector('.bell-entry').closest('.mud-popover').getBoundingClientRect(); return list.left >= 8 && list.right <= 352; }");
            await page.GetByText("Sending by the email provider is paused").ClickAsync();
            await page.AssertAtAsync("t/foo.example/notification-channels/email-provider");

            await visit.GoAsync("account/notices");
            await page.GetByLabel("Mail me when something needs attention in foo.example").UncheckAsync();
            await page.GetByText("You get no notices by mail any more.").WaitForAsync();
            await visit.AssertAccessibleAsync();
            await visit.GoAsync("account/notices");
            await Assertions.Expect(page.GetByLabel("Mail me when something needs attention in foo.example")).Not.ToBeCheckedAsync();
        });
    }
}
