using System.Text.RegularExpressions;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Events;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Browser;

/// <summary>An administrator adds an endpoint, copies its secret, tests it and reads what was answered; an operator reads.</summary>
public sealed class WebhooksPageTests
{
    private const string Address = "t/foo.example/notification-channels/webhooks";

    [BrowserFact]
    public async Task Webhooks_FromNothingToAnAnsweredTest()
    {
        await using var bed = await WebhookBed.OpenAsync();
        bed.Receiver.Answers(200, """{"seen":true}""");
        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            var page = visit.Page;
            await visit.EnterAsync(await bed.Console.AddTenantAsync(WebhookBed.Domain));
            await visit.GoAsync("t/foo.example/notification-channels/deliveries");
            await page.GetByRole(AriaRole.Link, new() { Name = "Webhooks" }).ClickAsync();
            await page.GetByText("foo.example has no endpoint yet").WaitForAsync();
            await visit.AssertAccessibleAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Add endpoint" }).ClickAsync();
            await page.GetByLabel("URL").FillAsync("hooks.example");
            await page.Keyboard.PressAsync("Enter");
            await page.GetByText("Enter the whole address").WaitForAsync();
            await page.GetByLabel("URL").FillAsync($"https://localhost:{bed.Receiver.Port}/hook");
            await visit.AssertAccessibleAsync();
            await page.Keyboard.PressAsync("Enter");
            await page.GetByText("It is not shown again.").First.WaitForAsync();
            var secret = await page.GetByLabel("Secret").InputValueAsync();
            Assert.StartsWith("whsec_", secret, StringComparison.Ordinal);
            await page.GetByRole(AriaRole.Button, new() { Name = "Done" }).ClickAsync();

            var row = page.GetByRole(AriaRole.Table, new() { Name = "Endpoints" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "/hook" });
            await Assertions.Expect(row).ToContainTextAsync("Nothing sent yet");
            Assert.DoesNotContain(secret, await page.ContentAsync(), StringComparison.Ordinal);
            await page.GetByRole(AriaRole.Button, new() { Name = $"Actions for https://localhost:{bed.Receiver.Port}/hook" }).ClickAsync();
            await page.GetByRole(AriaRole.Menuitem, new() { Name = "Send a test" }).Or(page.GetByText("Send a test", new() { Exact = true })).First.ClickAsync();
            await page.GetByText("took the test: 200").WaitForAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "webhook.test" }).ClickAsync();
            await page.GetByText("\"seen\":true").WaitForAsync();
            await visit.TakePictureAsync("webhooks");
            await visit.AssertAccessibleAsync();

            await bed.Client.SendAsync();
            await bed.UntilGotAsync("email.delivered");
            await page.GetByRole(AriaRole.Button, new() { Name = "1 new: show it" }).ClickAsync();
            var delivery = page.Locator("tr.opens").Filter(new() { HasText = "email.delivered" });
            await Assertions.Expect(page.GetByText("\"seen\":true")).ToBeVisibleAsync();
            await delivery.GetByRole(AriaRole.Cell).Nth(2).ClickAsync();
            await page.GetByText("someone@bar.example").WaitForAsync();
            await Assertions.Expect(delivery).ToContainTextAsync(new Regex("Delivered\\s*200", RegexOptions.None, TimeSpan.FromSeconds(1)));
            bed.Receiver.Answers(500);
            await page.GetByRole(AriaRole.Button, new() { Name = "Replay", Exact = true }).ClickAsync();
            await bed.UntilGotAsync("email.delivered", 2);
            await Assertions.Expect(delivery).ToContainTextAsync(new Regex("Waiting\\s*500", RegexOptions.None, TimeSpan.FromSeconds(1)));
            await page.GetByText("It answered 500; only 2xx counts").WaitForAsync();
            await Assertions.Expect(page.GetByText("It is sent again.")).ToHaveCountAsync(0);

            await page.GetByRole(AriaRole.Link, new() { Name = "Show the message" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "To someone@bar.example" }).WaitForAsync();
        });
    }

    /// <summary>What is in the address opens nothing that is not the tenant's, and going back closes what was opened.</summary>
    [BrowserFact]
    public async Task Webhooks_AddressOfAnEndpoint_ShowsItToItsTenantAlone()
    {
        await using var bed = await WebhookBed.OpenAsync();
        var (endpoint, _) = await bed.AddEndpointAsync();
        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            var page = visit.Page;
            await visit.EnterAsync(await bed.Console.AddTenantAsync("other.example"));
            await visit.GoAsync($"t/other.example/notification-channels/webhooks?endpoint={endpoint:N}");
            await page.GetByText("other.example has no endpoint yet").WaitForAsync();
            await visit.GoAsync("t/other.example/notification-channels/webhooks?endpoint=none");
            await page.GetByText("other.example has no endpoint yet").WaitForAsync();
            Assert.DoesNotContain($"localhost:{bed.Receiver.Port}", await page.ContentAsync(), StringComparison.Ordinal);
        });
        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            var open = visit.Page.Locator(".webhook-open");
            await visit.EnterAsync(await bed.Console.AddPersonAsync(WebhookBed.Domain, "otto", ActorRole.Operator));
            await visit.GoAsync($"{Address}?endpoint={endpoint:N}");
            await Assertions.Expect(open).ToHaveAttributeAsync("aria-expanded", "true");
            await open.ClickAsync();
            await Assertions.Expect(open).ToHaveAttributeAsync("aria-expanded", "false");
            await Assertions.Expect(visit.Page).Not.ToHaveURLAsync(new Regex("endpoint=", RegexOptions.None, TimeSpan.FromSeconds(1)));
            await open.ClickAsync();
            await visit.Page.AssertAtAsync($"webhooks?endpoint={endpoint:N}");
            await visit.Page.GoBackAsync();
            await Assertions.Expect(open).ToHaveAttributeAsync("aria-expanded", "false");
        });
    }

    [BrowserTheory]
    [InlineData(360, false)]
    [InlineData(1280, true)]
    public async Task Webhooks_OfAnOperator_AreReadOnlyAndFit(int width, bool isDark)
    {
        await using var bed = await WebhookBed.OpenAsync();
        await bed.AddEndpointAsync();
        await bed.Client.SendAsync();
        await bed.UntilGotAsync("email.delivered");
        await ConsoleBrowser.RunAsync(
            bed.Console,
            async visit =>
            {
                await visit.EnterAsync(await bed.Console.AddPersonAsync(WebhookBed.Domain, "otto", ActorRole.Operator));
                await visit.GoAsync(Address);
                await visit.Page.Locator(".webhook-open").ClickAsync();
                await visit.Page.GetByRole(AriaRole.Button, new() { Name = "email.delivered" }).ClickAsync();
                await visit.Page.GetByText("someone@bar.example").WaitForAsync();

                // A reload and a link show the same
                await visit.Page.ReloadAsync();
                await Assertions.Expect(visit.Page.Locator(".webhook-open")).ToHaveAttributeAsync("aria-expanded", "true");
                await visit.Page.GetByRole(AriaRole.Button, new() { Name = "email.delivered" }).ClickAsync();
                await visit.Page.GetByText("someone@bar.example").WaitForAsync();
                await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "Add endpoint" })).ToHaveCountAsync(0);
                await visit.TakePictureAsync($"webhooks-{width}");
                Assert.True(await visit.Page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= window.innerWidth"), "The page scrolls sideways.");
                await visit.AssertAccessibleAsync();
            },
            new ConsoleWindow(Width: width, IsDark: isDark));
    }
}
