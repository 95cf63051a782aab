using System.Collections.Concurrent;
using System.Text;
using EmailConsole.Tests.Application;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>What the browser alone does for a form.</summary>
public sealed class SecretInBrowserTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
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
}
