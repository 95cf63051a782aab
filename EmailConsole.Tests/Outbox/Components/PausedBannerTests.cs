using Bunit;
using EmailConsole.Outbox;
using EmailConsole.Outbox.Components;
using EmailConsole.Outbox.Deliveries;
using EmailConsole.Outbox.History;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace EmailConsole.Tests.Outbox.Components;

/// <summary>What the page says while nothing leaves, without a browser.</summary>
public sealed class PausedBannerTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 24, 0, TimeSpan.Zero);
    private static readonly SendingPause Pause = new("The server refuses the sign-in.", Now.AddSeconds(49), IsTrying: false, MayTry: true);

    private readonly BunitContext _page = new();

    public Task InitializeAsync()
    {
        _page.JSInterop.Mode = JSRuntimeMode.Loose;
        _page.Services.AddMudServices();
        _page.Services.AddSingleton<TimeProvider>(new FakeTimeProvider(Now));
        return Task.CompletedTask;
    }

    public async Task DisposeAsync() => await _page.DisposeAsync();

    [Fact]
    public void Banner_OfAnOwnProvider_SaysWhyUntilWhenAndOffersTheWayOut()
    {
        var tries = 0;

        var banner = Render(Pause, 50, () => tries++);

        Assert.Contains(
            "Sending is paused: The server refuses the sign-in. 50 messages wait. Next try 10:24:49 UTC.", banner.Markup, StringComparison.Ordinal);
        Assert.Equal("/provider", banner.Find("a").GetAttribute("href"));
        banner.Find("button").Click();
        Assert.Equal(1, tries);
    }

    [Fact]
    public void Banner_OfThePlatformsProvider_SaysWhomToTellAndOffersNothing()
    {
        var banner = Render(Pause with { MayTry = false }, 1);

        Assert.Contains("1 message waits.", banner.Markup, StringComparison.Ordinal);
        Assert.Contains("Tell an administrator of carbon.super", banner.Markup, StringComparison.Ordinal);
        Assert.Empty(banner.FindAll("button, a"));
    }

    [Fact]
    public void Banner_OneMessageTries_OffersNoSecondTry()
    {
        var banner = Render(Pause with { IsTrying = true }, null);

        Assert.Contains("The next message tries it now.", banner.Markup, StringComparison.Ordinal);
        Assert.Empty(banner.FindAll("button"));
    }

    [Theory]
    [InlineData(EmailState.Queued)]
    [InlineData(EmailState.Retrying)]
    public void Story_WaitsWhilePaused_SaysWhyAndTheTrueNextTry(EmailState state)
    {
        var story = Story(Email(state, Now.AddSeconds(-1)), Pause);

        Assert.Contains(
            "Sending is paused: The server refuses the sign-in. Next try 10:24:49 UTC. Given up in 5 min.", story.Markup, StringComparison.Ordinal);
        Assert.Contains("No attempt yet.", story.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Story_NextAttemptWouldComeAfterItsEnd_PromisesNone()
    {
        var story = Story(Email(EmailState.Retrying, Now.AddMinutes(5)), null);

        Assert.Contains("Its time ends in 5 min, before its next attempt would come.", story.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Next attempt", story.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Story_ExpiredWithoutAnAttempt_SaysWhy()
    {
        var story = Story(Email(EmailState.Expired, null) with { LastReply = "535 5.7.8 Bad credentials" }, null);

        Assert.Contains("Its time ran out while mail could not leave: 535 5.7.8 Bad credentials.", story.Markup, StringComparison.Ordinal);
        Assert.Contains("No attempt was made.", story.Markup, StringComparison.Ordinal);
    }

    private static EmailSummary Email(EmailState state, DateTimeOffset? due) => new(
        Guid.Empty, Guid.Empty, state, EmailPriority.Normal, Now, due, Now.AddMinutes(5), null, "1@foo.com", 0, 700, null, null,
        [new EmailRecipient("a@b.example", RecipientKind.To, state, null, null)]);

    private IRenderedComponent<PausedBanner> Render(SendingPause pause, long? waiting, Action? onTry = null) => _page.Render<PausedBanner>(p => p
        .Add(b => b.Pause, pause)
        .Add(b => b.Waiting, waiting)
        .Add(b => b.Now, Now)
        .Add(b => b.ProviderAddress, "/provider")
        .Add(b => b.OnTry, () => onTry?.Invoke()));

    private IRenderedComponent<DeliveryStory> Story(EmailSummary email, SendingPause? pause) => _page.Render<DeliveryStory>(p => p
        .Add(s => s.Story, new EmailStory(email, [], HasContent: true))
        .Add(s => s.Now, Now)
        .Add(s => s.Pause, pause));
}
