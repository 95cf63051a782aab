using EmailConsole.Outbox;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using EmailConsole.Tests.Outbox;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Deliveries.Components;

/// <summary>Finding messages on the Deliveries page, and going through what was found.</summary>
public sealed class FindPageTests(DeliveriesBed bed) : IClassFixture<DeliveriesBed>
{
    [BrowserFact]
    public async Task NothingFound_SaysWhereRefusedMailIsTold()
    {
        await bed.AddTenantAsync("missing.example");
        var person = await bed.Console.AddTenantAsync("missing.example", ActorRole.Operator);
        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await DeliveriesBed.OpenAsync(visit, person, "missing.example");
            await Assertions.Expect(visit.Page.GetByText("Programs hand them in by HTTP or SMTP with an API key")).ToBeVisibleAsync();
            await visit.Page.Locator("[data-search] input").FillAsync("nobody@bar.example");
            await Assertions.Expect(visit.Page.GetByText("No message matches.")).ToContainTextAsync("stands above this list for 24 hours, and longer under API keys");
        });
    }

    [BrowserFact]
    public async Task Back_FromAStory_LeadsToTheListThatWasFiltered()
    {
        var tenant = await bed.AddTenantAsync("find.example");
        var person = await bed.Console.AddTenantAsync("find.example", ActorRole.Operator);
        await bed.AcceptAsync(tenant, "good@bar.example", "unknown@baz.example", "other@bar.example");
        await bed.AcceptAsync(tenant, "someone@bar.example");
        await bed.AcceptAsync(tenant, "second@baz.example");
        await bed.SettledAsync(tenant, 2, EmailState.Delivered);
        await bed.SettledAsync(tenant, 1, EmailState.Failed);

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            var (page, rows) = (visit.Page, DeliveriesBed.Rows(visit.Page));
            await DeliveriesBed.OpenAsync(visit, person, "find.example", "?last=1h");
            await page.Locator("[data-search] input").FillAsync("@baz.example");
            await Assertions.Expect(rows).ToHaveCountAsync(2);
            await Assertions.Expect(page.GetByText("Looking for recipients at baz.example: 2 messages.")).ToBeVisibleAsync();
            await Assertions.Expect(rows.Nth(1)).ToContainTextAsync("unknown@baz.example and 2 more");
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Delivered 1" })).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Region, new() { Name = "What matches, over time" })).ToBeVisibleAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Failed 1" }).ClickAsync();
            await Assertions.Expect(rows).ToHaveCountAsync(1);
            await page.GetByRole(AriaRole.Button, new() { Name = "unknown@baz.example" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "To unknown@baz.example and 2 more" })).ToBeFocusedAsync();
            Assert.DoesNotContain("baz", page.Url, StringComparison.Ordinal);
            await page.GoBackAsync();

            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
            await Assertions.Expect(page.Locator("[data-search] input")).ToHaveValueAsync("@baz.example");
            await Assertions.Expect(rows).ToHaveCountAsync(1);
            Assert.EndsWith("?last=1h&state=failed", page.Url, StringComparison.Ordinal);
            await page.ReloadAsync();
            await Assertions.Expect(page.Locator("[data-search] input")).ToHaveValueAsync("@baz.example");
            await Assertions.Expect(rows).ToHaveCountAsync(1);
            await page.GoBackAsync();
            await Assertions.Expect(rows).ToHaveCountAsync(2);
        });
    }

    [BrowserFact]
    public async Task Story_PreviousAndNext_ByKeysAndButtonsAndBackOnce()
    {
        var tenant = await bed.AddTenantAsync("moves.example");
        var person = await bed.Console.AddTenantAsync("moves.example");
        foreach (var name in new[] { "third", "second", "first" })
        {
            await bed.AcceptLaterAsync(tenant, $"{name}@bar.example");
        }

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            var page = visit.Page;
            await DeliveriesBed.OpenAsync(visit, person, "moves.example");
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Scheduled 3" })).ToBeVisibleAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Queued 0" })).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "first@bar.example" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Heading, new() { Name = "To first@bar.example" })).ToBeFocusedAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Previous message" })).ToBeDisabledAsync();

            await page.Keyboard.PressAsync("j");
            await page.GetByRole(AriaRole.Heading, new() { Name = "To second@bar.example" }).WaitForAsync();
            await page.Keyboard.PressAsync("Alt+ArrowDown");
            await page.GetByRole(AriaRole.Heading, new() { Name = "To third@bar.example" }).WaitForAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Next message" })).ToBeDisabledAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Previous message" }).ClickAsync();
            await page.GetByRole(AriaRole.Heading, new() { Name = "To second@bar.example" }).WaitForAsync();
            await visit.AssertAccessibleAsync();

            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "second@bar.example" })).ToBeFocusedAsync();
            Assert.EndsWith("/deliveries", page.Url, StringComparison.Ordinal);
        });
    }

    [BrowserFact]
    public async Task Cause_OneClick_FiltersAndTheResendSaysWhatCanBeQueued()
    {
        var tenant = await bed.AddTenantAsync("causes.example");
        var person = await bed.Console.AddTenantAsync("causes.example", ActorRole.Operator);
        var end = TimeProvider.System.GetUtcNow().AddSeconds(6);
        await bed.AcceptAsync(tenant, Emails.New("unknown1@bar.example") with { ExpiresAt = end });
        await bed.AcceptAsync(tenant, "unknown2@bar.example");
        await bed.AcceptAsync(tenant, "someone@bar.example");
        await bed.SettledAsync(tenant, 2, EmailState.Failed);
        await bed.SettledAsync(tenant, 1, EmailState.Delivered);

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            var page = visit.Page;
            await DeliveriesBed.OpenAsync(visit, person, "causes.example");
            await page.GetByRole(AriaRole.Button, new() { Name = "2 × no such mailbox (5.1.1)" }).ClickAsync();
            await Assertions.Expect(DeliveriesBed.Rows(page)).ToHaveCountAsync(2);
            await Assertions.Expect(page.GetByText("2 messages match.")).ToBeVisibleAsync();
            await visit.AssertAccessibleAsync();
            await visit.TakePictureAsync("deliveries-cause");
            Assert.EndsWith("?cause=20-7-5.1.1", page.Url, StringComparison.Ordinal);
            await Bound.UntilAsync(() => TimeProvider.System.GetUtcNow() > end);

            await page.GetByRole(AriaRole.Button, new() { Name = "Resend failed…" }).ClickAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("1 of 2 failed and expired messages");
            await Assertions.Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("1 has passed its time.");
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resend 1", Exact = true })).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "unknown1@bar.example" }).ClickAsync();
            await page.GetByText("Its sender gave it a time that is over").WaitForAsync();
            await Assertions.Expect(page.GetByRole(AriaRole.Button, new() { Name = "Resend", Exact = true })).ToHaveCountAsync(0);
            await page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(page.GetByText("Its sender gave it a time that is over")).ToHaveCountAsync(0);

            await page.Locator("[data-search] input").FillAsync("nobody@bar.example");
            await Assertions.Expect(DeliveriesBed.Rows(page)).ToHaveCountAsync(0);
            await Assertions.Expect(page.Locator("button:has-text('Resend')")).ToHaveCountAsync(0);
        });
    }

    [BrowserFact]
    public async Task Find_KeyThatWasPasted_IsKeptWithoutItsSecret()
    {
        await bed.AddTenantAsync("pasted.example");
        var person = await bed.Console.AddTenantAsync("pasted.example");

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await DeliveriesBed.OpenAsync(visit, person, "pasted.example");
            await visit.Page.Locator("[data-search] input").FillAsync($"ec_AbCd1234_{new string('x', 43)}");

            await visit.Page.GetByText("what the API key ec_AbCd1234 handed in").WaitForAsync();
            await Assertions.Expect(visit.Page.Locator("[data-search] input")).ToHaveValueAsync("ec_AbCd1234");
            Assert.DoesNotContain("xxx", await visit.Page.EvaluateAsync<string>("JSON.stringify(history.state)"), StringComparison.Ordinal);
        });
    }
}
