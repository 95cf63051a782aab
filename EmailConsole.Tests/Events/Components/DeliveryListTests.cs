using System.Globalization;
using System.Security.Claims;
using Bunit;
using EmailConsole.Events.Posting;
using EmailConsole.Events.Queue;

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

    private static string Spaced(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
