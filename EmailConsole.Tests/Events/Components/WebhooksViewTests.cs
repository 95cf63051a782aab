using System.Security.Claims;
using AngleSharp.Dom;
using Bunit;
using EmailConsole.Events.Components;
using EmailConsole.Events.Endpoints;
using EmailConsole.Events.Managing;
using EmailConsole.Events.Queue;
using EmailConsole.Tenants;

namespace EmailConsole.Tests.Events.Components;

public sealed class WebhooksViewTests : IAsyncLifetime
{
    private WebhookPagesBed _bed = null!;

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await _bed.DisposeAsync();

    [Fact]
    public async Task State_Failing_SaysWhatItAnsweredLast()
    {
        _bed = await WebhookPagesBed.OpenAsync();
        await _bed.Room.AddEndpointAsync();
        _bed.Room.Receiver.Answers(500);
        await _bed.Room.HappensAsync();
        await _bed.Room.UntilAsync(all => all[0].Attempts == 1);

        var page = _bed.RenderPage();

        Assert.Equal("Failing · began just now. It answered 500.", WebhookPagesBed.Cell(page, "State"));
    }

    [Fact]
    public async Task State_NothingSent_SaysSo()
    {
        _bed = await WebhookPagesBed.OpenAsync();
        await _bed.Room.AddEndpointAsync();

        var page = _bed.RenderPage();

        Assert.Equal(_bed.Room.Url, WebhookPagesBed.Cell(page, "Endpoint"));
        Assert.Equal(("Nothing sent yet", "–"), (WebhookPagesBed.Cell(page, "State"), WebhookPagesBed.Cell(page, "Success, 24 h")));
    }

    [Theory]
    [InlineData(204, "Answers", "100 %")]
    [InlineData(500, "No good answer yet", "0 %")]
    public async Task State_AfterATest_AgreesWithItsShare(int status, string state, string share)
    {
        _bed = await WebhookPagesBed.OpenAsync();
        var (endpoint, _) = await _bed.Room.AddEndpointAsync();
        _bed.Room.Receiver.Answers(status);
        Assert.IsType<WebhookResult.Tested>(await _bed.Room.Get<ReplayWebhooks>().TestAsync(new ClaimsPrincipal(), "foo.example", endpoint, default));

        var page = _bed.RenderPage();

        Assert.Equal((state, share), (WebhookPagesBed.Cell(page, "State"), WebhookPagesBed.Cell(page, "Success, 24 h")));
    }

    [Fact]
    public async Task Events_Many_AreCountedAndNamedWhereTheEndpointIsOpen()
    {
        _bed = await WebhookPagesBed.OpenAsync();
        var (endpoint, _) = await _bed.Room.AddEndpointAsync();
        const string all = "email.delayed, email.delivered, email.failed, email.expired, email.cancelled, provider.failing, provider.recovered";

        var page = _bed.RenderPage(endpoint);

        Assert.Equal("7 of 8 events", WebhookPagesBed.Cell(page, "Events"));
        Assert.Equal(all, page.Find("td[data-label='Events'] span").GetAttribute("title"));
        Assert.Contains($"It is told of {all}.", page.Find(".webhook-deliveries").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Paused_ForAnOperator_OffersNothingAndSaysWhoResumes()
    {
        _bed = await WebhookPagesBed.OpenAsync(ActorRole.Operator);
        var (endpoint, _) = await _bed.Room.AddEndpointAsync(change: e => e.PausedAt = _bed.Room.Time.GetUtcNow());
        await _bed.AddDeliveryAsync(endpoint, WebhookState.Missed, 0);

        var page = _bed.RenderPage(endpoint);

        Assert.Empty(page.FindAll(".row-actions button"));
        Assert.Contains("What it missed can be replayed once an administrator has resumed it.", WebhookPagesBed.Cell(page, "State"), StringComparison.Ordinal);
        page.WaitForElement(".webhook-deliveries .row-link").Click();
        page.WaitForAssertion(() => Assert.Contains("it can be replayed once that is resumed", page.Find(".webhook-story").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll(".webhook-story button"));
    }

    [Fact]
    public async Task Running_ForAnOperator_OffersToReplay()
    {
        _bed = await WebhookPagesBed.OpenAsync(ActorRole.Operator);
        await _bed.Room.AddEndpointAsync();

        Assert.Equal(["Replay all failed…"], Menu(_bed.RenderPage()).Select(item => item.TextContent.Trim()));
    }

    [Fact]
    public async Task Resume_ByAnAdministrator_ThenAsksWhetherToReplay()
    {
        _bed = await WebhookPagesBed.OpenAsync();
        var (endpoint, _) = await _bed.Room.AddEndpointAsync(change: e => (e.PausedAt, e.PausedWhy) = (_bed.Room.Time.GetUtcNow(), PauseReason.Gone));
        var page = _bed.RenderPage();
        Assert.Contains("Resume it to replay what it missed.", WebhookPagesBed.Cell(page, "State"), StringComparison.Ordinal);
        var items = Menu(page);
        Assert.DoesNotContain(items, item => item.TextContent.Contains("Replay", StringComparison.Ordinal));

        items.Single(item => item.TextContent.Trim() == "Resume").Click();

        _bed.Dialogs.WaitForAssertion(() => Assert.Contains("Resumed. Replay what was missed?", _bed.Dialogs.Markup, StringComparison.Ordinal));
        Assert.Null((await _bed.Room.EndpointAsync(endpoint)).PausedAt);
        Assert.Equal("Within", _bed.Dialogs.Find("label[for=replay-since]").TextContent);
        Assert.Equal(["Not now", "Replay"], _bed.Dialogs.FindAll(".mud-dialog-actions button").Select(b => b.TextContent.Trim()));
    }

    [Theory]
    [InlineData(0, "Events are sent again from now on. Nothing had failed in that time.")]
    [InlineData(1, "Events are sent again from now on. One is replayed.")]
    [InlineData(12, "Events are sent again from now on. 12 are replayed.")]
    public async Task Resume_AndReplay_SaysHowManyAreReplayed(int missed, string said)
    {
        _bed = await WebhookPagesBed.OpenAsync();
        var (endpoint, _) = await _bed.Room.AddEndpointAsync(change: e => e.PausedAt = _bed.Room.Time.GetUtcNow());
        for (var i = 0; i < missed; i++)
        {
            await _bed.AddDeliveryAsync(endpoint, WebhookState.Missed, 0);
        }

        _bed.Room.Time.Advance(TimeSpan.FromSeconds(1));
        var page = _bed.RenderPage();
        Menu(page).Single(item => item.TextContent.Trim() == "Resume").Click();
        _bed.Dialogs.WaitForElement("form").Submit();

        page.WaitForAssertion(() => Assert.Contains(said, page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task ReplayAllFailed_Opened_CanBeCancelled()
    {
        _bed = await WebhookPagesBed.OpenAsync();
        await _bed.Room.AddEndpointAsync();

        Menu(_bed.RenderPage()).Single(item => item.TextContent.Trim() == "Replay all failed…").Click();

        _bed.Dialogs.WaitForAssertion(() => Assert.Equal(["Cancel", "Replay"], _bed.Dialogs.FindAll(".mud-dialog-actions button").Select(b => b.TextContent.Trim())));
    }

    private IReadOnlyList<IElement> Menu(IRenderedComponent<WebhooksView> page)
    {
        page.Find(".row-actions button").Click();
        _bed.Menus.WaitForElement(".mud-menu-item");
        return _bed.Menus.FindAll(".mud-menu-item");
    }
}
