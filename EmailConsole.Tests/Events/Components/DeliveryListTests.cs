using System.Globalization;
using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using EmailConsole.Events.Components;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Posting;
using EmailConsole.Events.Queue;
using EmailConsole.Tests.Servers;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Events.Components;

public sealed class DeliveryListTests : IAsyncLifetime
{
    private WebhookPagesBed _bed = null!;

    public async Task InitializeAsync() => _bed = await WebhookPagesBed.OpenAsync();

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task Open_WaitsForAnEndpointThatPauses_SaysWhenThatIsTriedNext()
    {
        var (endpoint, _) = await _bed.Room.AddEndpointAsync();
        _bed.Room.Receiver.Answers(503, "", ("Retry-After", "600"));
        await _bed.Room.HappensAsync(3);
        await _bed.Room.UntilAsync(all => all.Any(d => d.Attempts == 1));
        var page = _bed.RenderPage(endpoint);
        page.WaitForElement(".webhook-deliveries tbody tr");

        page.FindAll(".webhook-deliveries tbody tr").First(r => r.Children[5].TextContent == "0").QuerySelector("button")!.Click();

        Assert.True(_bed.Room.Get<WebhookWorker>().TryFindPause(endpoint, out var until));
        Assert.InRange((until!.Value - _bed.Room.Time.GetUtcNow()).TotalMinutes, 8, 10);
        var expected = until.Value.UtcDateTime.ToString("HH:mm:ss", CultureInfo.InvariantCulture);
        page.WaitForAssertion(() =>
        {
            var story = page.Find(".webhook-story").TextContent;
            Assert.Contains("The endpoint is failing. It answered 503. The next try is ", story, StringComparison.Ordinal);
            Assert.Contains($"at {expected} UTC, one event at a time.", story, StringComparison.Ordinal);
            Assert.DoesNotContain("at any moment", story, StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Open_WaitsForAnEndpointThatAnswers_SaysWhenItIsTriedNext()
    {
        var (endpoint, _) = await _bed.Room.AddEndpointAsync();
        await _bed.AddDeliveryAsync(endpoint, WebhookState.Waiting, 0);
        var page = _bed.RenderPage(endpoint);

        page.WaitForElement(".webhook-deliveries .row-link").Click();

        page.WaitForAssertion(() => Assert.Contains("The next attempt comes in 1 hour", Spaced(page.Find(".webhook-story").TextContent), StringComparison.Ordinal));
    }

    [Fact]
    public async Task Filter_FailedOrFailing_LeavesOutWhatDidNotFail()
    {
        var (endpoint, _) = await _bed.Room.AddEndpointAsync();
        var failed = await _bed.AddDeliveryAsync(endpoint, WebhookState.Failed, 10, "It answered 500.");
        var failing = await _bed.AddDeliveryAsync(endpoint, WebhookState.Waiting, 2, "It answered 500.");
        var missed = await _bed.AddDeliveryAsync(endpoint, WebhookState.Missed, 0);
        await _bed.AddDeliveryAsync(endpoint, WebhookState.Waiting, 0);
        await _bed.AddDeliveryAsync(endpoint, WebhookState.Waiting, 0, "It answered 500, before somebody had it sent again.");
        await _bed.AddDeliveryAsync(endpoint, WebhookState.Delivered, 2);
        var page = _bed.RenderPage(endpoint);
        page.WaitForAssertion(() => Assert.Equal(6, page.FindAll(".webhook-deliveries tbody tr").Count));
        Assert.Contains("Failed or failing", page.Find(".webhook-deliveries").TextContent, StringComparison.Ordinal);

        page.Find(".webhook-deliveries input[type=checkbox]").Change(true);

        page.WaitForAssertion(() => Assert.Equal(3, page.FindAll(".webhook-deliveries tbody tr").Count));
        var found = await _bed.View.DeliveriesAsync(new ClaimsPrincipal(), "foo.example", endpoint, onlyFailed: true, null, default);
        Assert.Equal(new[] { failed.Id, failing.Id, missed.Id }.Order(), found!.Select(d => d.Id).Order());
    }

    [Fact]
    public async Task Replay_AnsweredWell_RowAndStoryTellIt()
    {
        var (endpoint, _) = await _bed.Room.AddEndpointAsync();
        _bed.Room.Receiver.Answers(500);
        await _bed.Room.HappensAsync();
        await _bed.Room.UntilAsync(all => all[0].Attempts == 1);
        var page = _bed.RenderPage(endpoint);
        page.WaitForElement(".webhook-deliveries .row-link").Click();
        page.WaitForAssertion(() => Assert.Contains("It answered 500", page.Find(".webhook-story").TextContent, StringComparison.Ordinal));
        Assert.Equal("Waiting 500 1", Told(Rows(page)[0]));
        var mayAnswer = new TaskCompletionSource();
        _bed.Room.Receiver.Answer = async (_, http) =>
        {
            await mayAnswer.Task;
            await ScriptedHttpServer.WriteAsync(http, 200, "");
        };

        page.Find(".webhook-story button").Click();

        page.WaitForAssertion(() => Assert.Equal("It is sent again.", page.Find(".webhook-story [role=status]").TextContent));
        mayAnswer.SetResult();
        await _bed.PassUntilAsync(page, () => Told(Rows(page)[0]) == "Delivered 200 2");
        var story = page.Find(".webhook-story").TextContent;
        Assert.DoesNotContain("It answered 500", story, StringComparison.Ordinal);
        Assert.DoesNotContain("is failing", story, StringComparison.Ordinal);
        Assert.Equal("", page.Find(".webhook-story [role=status]").TextContent);
    }

    [Fact]
    public async Task Replay_AnsweredBadlyAgain_RowAndStoryTellIt()
    {
        var (endpoint, _) = await _bed.Room.AddEndpointAsync();
        var failed = await _bed.AddDeliveryAsync(endpoint, WebhookState.Failed, 10, "It answered 500.");
        _bed.Room.Receiver.Answers(404);
        var page = _bed.RenderPage(endpoint);
        page.WaitForElement(".webhook-deliveries .row-link").Click();
        page.WaitForElement(".webhook-story button").Click();
        await _bed.Room.UntilAsync(all => all.Single(d => d.Id == failed.Id).Status == 404);

        await _bed.PassUntilAsync(page, () => Told(Rows(page)[0]).StartsWith("Waiting 404", StringComparison.Ordinal));

        Assert.Contains("It answered 404", page.Find(".webhook-story").TextContent, StringComparison.Ordinal);
        Assert.Equal("", page.Find(".webhook-story [role=status]").TextContent);
    }

    [Fact]
    public async Task List_AnotherComes_IsAnnouncedAndShownWhenAskedFor()
    {
        var (endpoint, _) = await _bed.Room.AddEndpointAsync();
        await _bed.AddDeliveryAsync(endpoint, WebhookState.Delivered, 1);
        var page = _bed.RenderPage(endpoint);
        page.WaitForAssertion(() => Assert.Single(Rows(page)));
        _bed.Room.Time.Advance(TimeSpan.FromSeconds(1));

        // Its endpoint was paused: of what was tried and what waits the number stays
        await _bed.AddDeliveryAsync(endpoint, WebhookState.Missed, 0);

        await _bed.PassUntilAsync(page, () => page.FindAll(".deliveries-news button").Count == 1);
        var news = page.Find(".deliveries-news button");
        Assert.Equal("1 new: show it", news.TextContent.Trim());
        Assert.Equal("Delivered", Assert.Single(Rows(page)).Children[2].TextContent.Trim());
        news.Click();
        page.WaitForAssertion(() => Assert.Equal(["Missed", "Delivered"], Rows(page).Select(r => r.Children[2].TextContent.Trim())));
        Assert.Empty(page.FindAll(".deliveries-news button"));
    }

    [Fact]
    public async Task List_Empty_TheFirstOneComesByItself()
    {
        var (endpoint, _) = await _bed.Room.AddEndpointAsync();
        var page = _bed.RenderPage(endpoint);
        page.WaitForAssertion(() => Assert.Contains("Nothing was sent to it yet.", page.Markup, StringComparison.Ordinal));

        await _bed.AddDeliveryAsync(endpoint, WebhookState.Delivered, 1);

        await _bed.PassUntilAsync(page, () => Rows(page).Count == 1);
    }

    [Fact]
    public async Task List_OneOfTheFailedArrives_ChangesInItsPlace()
    {
        var (endpoint, _) = await _bed.Room.AddEndpointAsync();
        await _bed.AddDeliveryAsync(endpoint, WebhookState.Failed, 10, "It answered 500.");
        _bed.Room.Time.Advance(TimeSpan.FromSeconds(1));
        var newer = await _bed.AddDeliveryAsync(endpoint, WebhookState.Failed, 10, "It answered 500.");
        var page = _bed.RenderPage(endpoint);
        page.WaitForElement(".webhook-deliveries input[type=checkbox]").Change(true);
        page.WaitForAssertion(() => Assert.Equal(["Failed – 10", "Failed – 10"], Rows(page).Select(Told)));

        // As another node records it
        await using (var db = await _bed.Room.DbAsync())
        {
            var now = _bed.Room.Time.GetUtcNow();
            await db.Set<WebhookDelivery>().Where(d => d.Id == newer.Id).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.State, WebhookState.Delivered).SetProperty(d => d.Status, 200).SetProperty(d => d.Problem, (string?)null));
            await db.Set<WebhookEndpoint>().ExecuteUpdateAsync(set => set.SetProperty(e => e.LastSuccessAt, now));
        }

        await _bed.PassUntilAsync(page, () => Rows(page).Select(Told).SequenceEqual(["Delivered 200 10", "Failed – 10"]));
    }

    [Fact]
    public async Task Row_PressedBesideItsName_Opens()
    {
        var (endpoint, _) = await _bed.Room.AddEndpointAsync();
        await _bed.AddDeliveryAsync(endpoint, WebhookState.Failed, 10, "It answered 500.");
        var page = _bed.RenderPage(endpoint);
        page.WaitForAssertion(() => Assert.Single(Rows(page)));

        Rows(page)[0].Children[3].Click();

        page.WaitForAssertion(() => Assert.Contains("It answered 500.", page.Find(".webhook-story").TextContent, StringComparison.Ordinal));
        Assert.Equal("true", page.Find(".webhook-deliveries .row-link").GetAttribute("aria-expanded"));
        Rows(page)[0].Children[3].Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".webhook-story")));
    }

    /// <summary>Without what is open under one.</summary>
    private static List<IElement> Rows(IRenderedComponent<WebhooksView> page) =>
        [.. page.FindAll(".webhook-deliveries tbody tr").Where(row => row.QuerySelector(".row-link") is not null)];

    /// <summary>State, answer, attempts.</summary>
    private static string Told(IElement row) => string.Join(' ', new[] { 2, 3, 5 }.Select(cell => row.Children[cell].TextContent.Trim()));

    private static string Spaced(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
