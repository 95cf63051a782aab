using System.Collections.Concurrent;
using System.Text;
using EmailConsole.Tests.Application;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>A form whose page the server has let go of, and what the browser alone does for one.</summary>
public sealed class LostPageTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [BrowserFact]
    public async Task Rejected_HalfFilledForm_SaysWhyAndOffersWhatWasTyped()
    {
        var person = await console.AddTenantAsync("lost.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            var page = visit.Page;
            page.Dialog += (_, dialog) => _ = dialog.AcceptAsync();
            await visit.SignInAsync(person);
            await page.Locator("#provider-Host").FillAsync("smtp.typed.example");
            await page.Locator("#provider-Password").FillAsync("hunter2hunter2");
            await page.WaitForFunctionAsync("() => Object.values(localStorage).some(v => v.includes('smtp.typed.example'))");
            Assert.DoesNotContain("hunter2", await page.EvaluateAsync<string>("() => JSON.stringify(localStorage)"), StringComparison.Ordinal);

            await RejectAsync(page);
            await page.GetByText("the server has let go of this page").WaitForAsync();
            Assert.False(await page.Locator(".reconnect-restarted").IsVisibleAsync());

            await page.RouteAsync("**/email-provider", route => route.FulfillAsync(new() { Body = "<meta name=\"server-run\" content=\"other\" />" }));
            await RejectAsync(page);
            await page.Locator(".reconnect-restarted").WaitForAsync();
            await page.UnrouteAllAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Load again" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Restore" }).ClickAsync();
            await Assertions.Expect(page.Locator("#provider-Host")).ToHaveValueAsync("smtp.typed.example");
            await Assertions.Expect(page.Locator("#provider-Password")).ToHaveValueAsync("");
        });
    }

    [BrowserFact]
    public async Task TakeOut_InvisibleInASecret_NeverBringsItBackFromTheServer()
    {
        var person = await console.AddTenantAsync("invisible.example");
        await ConsoleBrowser.RunAsync(console, async visit =>
        {
            var page = visit.Page;
            var received = new ConcurrentQueue<string>();
            page.WebSocket += (_, socket) => socket.FrameReceived += (_, frame) => received.Enqueue(frame.Text ?? Encoding.UTF8.GetString(frame.Binary ?? []));
            await visit.SignInAsync(person);
            await page.Locator("#provider-Password").FillAsync("marker\u00A0of\u200Bmine");

            await page.GetByRole(AriaRole.Button, new() { Name = "Take them out of Password" }).ClickAsync();

            await Assertions.Expect(page.Locator("#provider-Password")).ToHaveValueAsync("markerofmine");
            await Assertions.Expect(page.Locator(".invisible-hint")).ToHaveCountAsync(0);
            Assert.NotEmpty(received);
            Assert.DoesNotContain(received, frame => frame.Contains("markerof", StringComparison.Ordinal));
        });
    }

    private static async Task RejectAsync(IPage page) => await page.EvaluateAsync(
        "() => document.getElementById('components-reconnect-modal').dispatchEvent(new CustomEvent('components-reconnect-state-changed', { detail: { state: 'rejected' } }))");
}
