using System.Globalization;
using EmailConsole.Outbox;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Browser;
using EmailConsole.Tests.Servers;
using EmailConsole.Tests.Shell.Pages;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;

namespace EmailConsole.Tests.Deliveries.Components;

/// <summary>What an operator does on the Deliveries page, with lanes that deliver to a server.</summary>
public sealed class DeliveriesPageTests(DeliveriesBed bed) : IClassFixture<DeliveriesBed>
{
    [BrowserFact]
    public async Task Story_RefusedRecipient_TellsWhyAndWhatToDo()
    {
        var tenant = await bed.AddTenantAsync("story.example");
        var person = await bed.Console.AddTenantAsync("story.example", ActorRole.Operator);
        await bed.AcceptAsync(tenant, "someone@bar.example");
        await bed.AcceptAsync(tenant, "unknown@bar.example");
        await bed.SettledAsync(tenant, 1, EmailState.Delivered);
        await bed.SettledAsync(tenant, 1, EmailState.Failed);

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await DeliveriesBed.OpenAsync(visit, person, "story.example");
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page)).ToHaveCountAsync(2);
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Failed 1" }).ClickAsync();
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page)).ToHaveCountAsync(1);
            Assert.EndsWith("?state=failed", visit.Page.Url, StringComparison.Ordinal);

            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "unknown@bar.example" }).PressAsync("Enter");

            var story = visit.Page.GetByRole(AriaRole.Dialog);
            await Assertions.Expect(story.GetByRole(AriaRole.Heading, new() { Name = "To unknown@bar.example" })).ToBeFocusedAsync();
            await Assertions.Expect(story).ToContainTextAsync("from API key otp-service");
            await Assertions.Expect(story).ToContainTextAsync("550 5.1.1 <unknown@bar.example>: Recipient address rejected: User unknown");
            await Assertions.Expect(story).ToContainTextAsync("Do:");
            Assert.True(
                await story.Locator(".reply").EvaluateAsync<bool>("r => r.firstElementChild.offsetWidth > r.offsetWidth * 0.8"),
                "The server's words share their line with nothing but a button");
            await visit.Page.Keyboard.PressAsync("Escape");
            await Assertions.Expect(story).ToBeHiddenAsync();
            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Button, new() { Name = "unknown@bar.example" })).ToBeFocusedAsync();
        });
    }

    [BrowserTheory]
    [InlineData(0, 1)]
    [InlineData(60, 0)]
    public async Task Row_PressedWhileThePageGrows_OpensUnlessThePointerIsMovedOff(int movedBy, int opened)
    {
        var domain = $"grows{movedBy}.example";
        var tenant = await bed.AddTenantAsync(domain);
        var person = await bed.Console.AddTenantAsync(domain, ActorRole.Operator);
        await bed.AcceptAsync(tenant, "someone@bar.example");
        await bed.SettledAsync(tenant, 1, EmailState.Delivered);

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await DeliveriesBed.OpenAsync(visit, person, domain);

            // Not on the recipient, who is a button of its own
            await visit.PressWhileItGrowsAsync(DeliveriesBed.Rows(visit.Page).First.Locator(".outcome"), movedBy);

            await Assertions.Expect(visit.Page.Locator(".story")).ToHaveCountAsync(opened);
        });
    }

    [BrowserFact]
    public async Task Search_Recipient_FindsThemAndLeavesTheAddressAlone()
    {
        var tenant = await bed.AddTenantAsync("search.example");
        var person = await bed.Console.AddTenantAsync("search.example");
        await bed.AcceptAsync(tenant, "first@bar.example");
        await bed.AcceptAsync(tenant, "second@bar.example");

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await DeliveriesBed.OpenAsync(visit, person, "search.example", "?last=1h");
            // A page that has just come gives the focus to its heading, perhaps a moment after the key
            var search = visit.Page.Locator("[data-search] input");
            await Bound.UntilAsync(async () => await PressAsync(visit.Page, search));
            await search.FillAsync("sec");

            await Assertions.Expect(visit.Page.Locator("[data-search] input")).ToHaveValueAsync("sec");
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page)).ToHaveCountAsync(1);
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page)).ToContainTextAsync("second@bar.example");
            Assert.EndsWith("?last=1h", visit.Page.Url, StringComparison.Ordinal);
        });
    }

    [BrowserFact]
    public async Task Live_NewMessage_IsAnnouncedAndMovesNothing()
    {
        var tenant = await bed.AddTenantAsync("live.example");
        var person = await bed.Console.AddTenantAsync("live.example");
        await bed.AcceptLaterAsync(tenant, "first@bar.example");

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await DeliveriesBed.OpenAsync(visit, person, "live.example");
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page)).ToHaveCountAsync(1);
            var before = await DeliveriesBed.Rows(visit.Page).First.BoundingBoxAsync();

            await bed.AcceptAsync(tenant, "second@bar.example");

            var news = visit.Page.GetByRole(AriaRole.Button, new() { Name = "1 new: show it" });
            await news.WaitForAsync();
            Assert.Equal(before!.Y, (await DeliveriesBed.Rows(visit.Page).First.BoundingBoxAsync())!.Y);
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page).First).ToContainTextAsync("first@bar.example");
            await news.ClickAsync();
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page)).ToHaveCountAsync(2);
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page).First).ToContainTextAsync("Delivered");
        });
    }

    [BrowserFact]
    public async Task Cancel_WaitingMessage_IsCancelledWhereItStands()
    {
        var tenant = await bed.AddTenantAsync("cancel.example");
        await bed.AcceptLaterAsync(tenant, "first@bar.example");
        var person = await bed.Console.AddTenantAsync("cancel.example", ActorRole.Operator);

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await DeliveriesBed.OpenAsync(visit, person, "cancel.example");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "first@bar.example" }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel message" }).ClickAsync();

            await visit.Page.GetByText("Cancelled. It will not be sent.").WaitForAsync();
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page).First).ToContainTextAsync("Cancelled");
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Resend" }).ClickAsync();
            await bed.SettledAsync(tenant, 1, EmailState.Delivered);
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page).First).ToContainTextAsync("Delivered");

            // What was answered goes with what it was true of
            var story = visit.Page.Locator(".story");
            await Assertions.Expect(story).ToContainTextAsync("Its content was dropped after delivery");
            await Assertions.Expect(story.Locator(".story-answer")).ToHaveCountAsync(0);
        });
    }

    [BrowserFact]
    public async Task Cancel_ServerHasBeenTold_SaysThatItMayBeTooLateAndLetsTheAnswerGoWithTheAttempt()
    {
        var server = new ScriptedSmtpServer();
        var goesOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        server.Script["RCPT"] = async (session, _) =>
        {
            await goesOn.Task.WaitAsync(Bound.Wait);
            await session.WriteLineAsync("450 4.2.0 Try again later");
        };
        var tenant = await bed.AddTenantAsync("told.example", server.Start());
        var person = await bed.Console.AddTenantAsync("told.example", ActorRole.Operator);

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await bed.AcceptAsync(tenant, "first@bar.example");
            await DeliveriesBed.OpenAsync(visit, person, "told.example");
            await DeliveriesBed.Rows(visit.Page).First.ClickAsync();
            var story = visit.Page.Locator(".story");
            await Assertions.Expect(story).ToContainTextAsync("Is being handed to the server at this moment");

            await story.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
            await visit.Page.GetByText("The server has been told of it already, so it is probably too late.").WaitForAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel message" }).ClickAsync();
            await Assertions.Expect(story.Locator(".story-answer")).ToContainTextAsync("Too late: it is being handed to the server. If this attempt fails, it can be cancelled then.");

            goesOn.SetResult();
            await Assertions.Expect(story).ToContainTextAsync("Attempt 1");
            await Assertions.Expect(story.Locator(".story-answer")).ToHaveCountAsync(0);
            await story.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
            await visit.Page.GetByText("It will not be sent to those who have not got it yet.").WaitForAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel message" }).ClickAsync();
            await Assertions.Expect(story.Locator(".story-answer")).ToHaveTextAsync("Cancelled. It will not be sent.");
        });
    }

    [BrowserFact]
    public async Task Story_ServerDoesNotGreet_SaysWhatIsWaitedForAndCanBeCancelled()
    {
        var server = new ScriptedSmtpServer().FallSilentAt("CONNECT").Start();
        var tenant = await bed.AddTenantAsync("silent.example", server);
        var person = await bed.Console.AddTenantAsync("silent.example", ActorRole.Operator);

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await bed.AcceptAsync(tenant, "first@bar.example");
            await DeliveriesBed.OpenAsync(visit, person, "silent.example");
            await DeliveriesBed.Rows(visit.Page).First.ClickAsync();

            // It goes on while it is looked at
            var story = visit.Page.Locator(".story");
            await Assertions.Expect(story).ToContainTextAsync("Waits for the server's greeting, for ");
            await Assertions.Expect(story).ToContainTextAsync("s of at most 30 s.");
            await visit.TakePictureAsync("story-silent");
            await story.GetByRole(AriaRole.Button, new() { Name = "Cancel", Exact = true }).ClickAsync();
            await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Cancel message" }).ClickAsync();

            await Assertions.Expect(story).ToContainTextAsync("Cancelled. It will not be sent.");
            await Assertions.Expect(DeliveriesBed.Rows(visit.Page).First).ToContainTextAsync("Cancelled");
        });
    }

    /// <summary>It looks each second, and many pages are open.</summary>
    [BrowserFact]
    public async Task Story_DatabaseFails_StaysAsItWasAndIsLoggedOnce()
    {
        var tenant = await bed.AddTenantAsync("fails.example", new ScriptedSmtpServer().FallSilentAt("CONNECT").Start());
        var person = await bed.Console.AddTenantAsync("fails.example", ActorRole.Operator);

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await bed.AcceptAsync(tenant, "first@bar.example");
            await DeliveriesBed.OpenAsync(visit, person, "fails.example");
            await DeliveriesBed.Rows(visit.Page).First.ClickAsync();
            var story = visit.Page.Locator(".story");
            await Assertions.Expect(story).ToContainTextAsync("Waits for the server's greeting, for ");
            int Logged() => bed.Console.Log.Count(l => l.Contains("could not be read for the Deliveries page", StringComparison.Ordinal));
            async Task<int> SecondsAsync() => int.Parse((await story.InnerTextAsync()).Split("greeting, for ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
            await using var db = await bed.Console.OpenDbAsync();
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE \"OutboxAttempts\" RENAME TO \"Elsewhere\"");
            try
            {
                await Bound.UntilAsync(() => Logged() > 0);
                var since = await SecondsAsync();
                await Bound.UntilAsync(async () => await SecondsAsync() >= since + 3);
                Assert.Equal(1, Logged());
            }
            finally
            {
                await db.Database.ExecuteSqlRawAsync("ALTER TABLE \"Elsewhere\" RENAME TO \"OutboxAttempts\"");
            }
        });
    }

    [BrowserFact]
    public async Task ProviderPage_AfterASuccessAndAFailure_ShowsBothAndLeadsToTheMessage()
    {
        var tenant = await bed.AddTenantAsync("last.example");
        var person = await bed.Console.AddTenantAsync("last.example", ActorRole.Operator);
        await bed.AcceptAsync(tenant, "someone@bar.example");
        await bed.SettledAsync(tenant, 1, EmailState.Delivered);
        await bed.AcceptAsync(tenant, "unknown@bar.example");
        await bed.SettledAsync(tenant, 1, EmailState.Failed);

        await ConsoleBrowser.RunAsync(bed.Console, async visit =>
        {
            await visit.OpenProviderAsync(person, "last.example");
            var last = visit.Page.Locator(".last-deliveries");
            await Assertions.Expect(last).ToContainTextAsync("Last delivered just now");
            await Assertions.Expect(last).ToContainTextAsync("Last failure just now:");
            await visit.TakePictureAsync("provider-last-deliveries");
            await visit.AssertAccessibleAsync();
            await last.GetByRole(AriaRole.Link, new() { Name = "Show the message" }).ClickAsync();

            await Assertions.Expect(visit.Page.GetByRole(AriaRole.Heading, new() { Name = "To unknown@bar.example" })).ToBeVisibleAsync();
        });
    }

    private static async Task<bool> PressAsync(IPage page, ILocator search)
    {
        await page.Keyboard.PressAsync("/");
        return await search.EvaluateAsync<bool>("input => document.activeElement === input");
    }
}
