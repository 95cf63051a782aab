using Bunit;
using EmailConsole.Accounts.Components;
using EmailConsole.Deliveries.Components;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Tenants;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace EmailConsole.Tests.Deliveries.Components;

/// <summary>What the page says while nothing leaves, without a browser.</summary>
public sealed class HealthNoticeTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 24, 0, TimeSpan.Zero);
    private static readonly ProviderHealth.Paused Pause = new(Now.AddMinutes(-1), Now.AddSeconds(49), IsTrying: false, "The server refuses the sign-in.") { MayTry = true };

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
    public void Notice_OfAnOwnProvider_SaysWhyUntilWhenAndOffersTheWayOut()
    {
        var tries = 0;

        var notice = Render(Pause, 50, () => tries++);

        Assert.Contains(
            "Sending is paused: The server refuses the sign-in. 50 messages wait. Next try 10:24:49 UTC.", notice.Markup, StringComparison.Ordinal);
        Assert.Equal("/provider", notice.Find("a").GetAttribute("href"));
        notice.Find("button").Click();
        Assert.Equal(1, tries);
    }

    [Fact]
    public void Notice_CureKnown_SaysWhatToDo()
    {
        var notice = Render(Pause with { Cure = "Check Username and Password." }, 1);

        Assert.Equal("Do: Check Username and Password.", notice.Find(".health-cure.is-closed .cure").TextContent);
        notice.Find(".health-unfold").Click();
        Assert.Empty(notice.FindAll(".is-closed"));
    }

    [Fact]
    public void Notice_OfThePlatformsProvider_SaysWhomToTellAndOffersNothing()
    {
        var notice = Render(Pause with { MayTry = false }, 1);

        Assert.Contains("1 message waits.", notice.Markup, StringComparison.Ordinal);
        Assert.Contains("Tell an administrator of carbon.super", notice.Markup, StringComparison.Ordinal);
        Assert.Empty(notice.FindAll("button, a"));
    }

    [Fact]
    public void Notice_PauseIsOver_StillOffersToTryWhatIsNotDueYet()
    {
        var notice = Render(Pause with { IsTrying = true }, null);

        Assert.Contains("The next message that is due tries it.", notice.Markup, StringComparison.Ordinal);
        Assert.Equal("Try now", Assert.Single(notice.FindAll(".health-actions button")).TextContent);
    }

    public static TheoryData<ProviderHealth, string, string, string> Healths => new()
    {
        { new ProviderHealth.Works(), "Works", "", "is-working" },
        { new ProviderHealth.NothingSent(), "Nothing sent yet", "", "is-unknown" },
        { new ProviderHealth.Missing(), "No provider", "", "is-slowed" },
        { new ProviderHealth.Works().Of(isActive: false), "Sends nothing", "", "is-unknown" },
        { Pause.Of(isActive: false), "Paused", "The server refuses the sign-in. Next try 10:24:49 UTC.", "is-failing" },
        { new ProviderHealth.Slowed(Now.AddSeconds(30), "The server asks for less."), "Slowed", "The server asks for less. Goes on at 10:24:30 UTC.", "is-slowed" },
        { Pause, "Paused", "The server refuses the sign-in. Next try 10:24:49 UTC.", "is-failing" },
        { Pause with { IsTrying = true }, "Paused", "The server refuses the sign-in. The next message that is due tries it.", "is-failing" },
        {
            new ProviderHealth.ByStandby("Postmark (API)", Now.AddMinutes(-3), "The server cannot be reached"), "By a standby",
            "The server cannot be reached. Since 10:21:00 UTC. Mail leaves by Postmark (API).", "is-slowed"
        },
        { new ProviderHealth.Failing(Now.AddMinutes(-3), "The server cannot be reached"), "Failing", "The server cannot be reached. Since 10:21:00 UTC.", "is-failing" },
    };

    [Theory]
    [MemberData(nameof(Healths))]
    public void Mark_OfEachHealth_SaysItInVisibleWordsAndTheDotInItsName(ProviderHealth health, string word, string details, string colour)
    {
        var mark = _page.Render<HealthMark>(p => p.Add(m => m.Health, health));
        var dot = _page.Render<HealthMark>(p => p.Add(m => m.Health, health).Add(m => m.IsDot, true)).Find(".health-dot");

        Assert.Equal(word, mark.Find(".health-chip").TextContent);
        Assert.Equal(details, mark.FindAll(".health-details").SingleOrDefault()?.TextContent ?? "");
        Assert.Contains(colour, mark.Find(".health").ClassList);
        Assert.Contains(colour, dot.ClassList);
        Assert.Equal(("img", $"Email provider: {word.ToLowerInvariant()}"), (dot.GetAttribute("role"), dot.GetAttribute("aria-label")));
    }

    [Fact]
    public void Notice_Fails_SaysSinceWhenAndOffersATry()
    {
        var notice = Render(new ProviderHealth.Failing(Now.AddDays(-2), "The server cannot be reached") { MayTry = true }, 2);

        Assert.Contains(
            "Sending fails since 21 Nov 10:24 UTC: The server cannot be reached. 2 messages wait.", notice.Markup, StringComparison.Ordinal);
        Assert.Single(notice.FindAll("button"));
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
        Assert.Equal("/provider", story.FindAll("a").Single(a => a.TextContent == "Open Email Provider").GetAttribute("href"));
    }

    [Fact]
    public void Story_NothingToPutRightOrSomebodyElses_LeadsToNoProvider()
    {
        Assert.Empty(Story(Email(EmailState.Queued, Now), Pause with { MayTry = false }).FindAll("a"));
        Assert.Empty(Story(Email(EmailState.Queued, Now), new ProviderHealth.Works() { MayTry = true }).FindAll("a"));
        Assert.Empty(Story(Email(EmailState.Delivered, null), Pause).FindAll("a"));
    }

    [Fact]
    public void Story_TenantDeactivated_SaysThatNothingLeaves() => Assert.Contains(
        "The tenant is deactivated: its mail does not leave. Given up in 5 min.",
        Story(Email(EmailState.Queued, Now), new ProviderHealth.Works().Of(isActive: false)).Markup,
        StringComparison.Ordinal);

    [Fact]
    public void Story_NextAttemptWouldComeAfterItsEnd_PromisesNone()
    {
        var story = Story(Email(EmailState.Retrying, Now.AddMinutes(5)) with { NextAttemptAt = null }, null);

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

    [Fact]
    public void Story_OneOfThreeRefused_SaysForWhomWhyAndWhatToDo()
    {
        var email = Email(EmailState.Failed, null) with { Recipients = [Recipient("a1", EmailState.Delivered), Recipient("nobody", EmailState.Failed), Recipient("a2", EmailState.Delivered)] };
        var attempt = new EmailAttempt(
            1, Now, TimeSpan.FromSeconds(1), AttemptOutcome.Delivered, DeliveryStage.Recipient, DeliveryFailureKind.RecipientRefused, null, null, "250 2.0.0 Ok",
            "There is no such mailbox.", "Check the address.")
        {
            Blame = Blame.Recipient,
        };

        var story = Story(email, null, attempt);

        Assert.Equal("Taken for 2, refused for 1: nobody@b.example.", story.Find(".attempt.is-failed .attempt-outcome").TextContent);
        Assert.Equal(("There is no such mailbox.", "Do: Check the address."), (story.Find(".attempt .cause").TextContent, story.Find(".attempt .cure").TextContent));
        Assert.Equal("nobody@b.example", DeliveryWords.ShownOf(email, null)!.Address);
        Assert.Equal("a2@b.example", DeliveryWords.ShownOf(email, new RecipientFilter("a2@b.example", RecipientPart.Address))!.Address);

        // Of several attempts none is known by name to have got it then
        Assert.Equal(
            ["The server took it.", "The server took it for some recipients, and refused others."],
            Story(email, null, attempt, attempt with { Number = 2, Kind = null, Stage = null, Blame = null, Cause = null, Cure = null }).FindAll(".attempt-outcome").Select(o => o.TextContent));
    }

    private static EmailRecipient Recipient(string name, EmailState state) => new($"{name}@b.example", RecipientKind.To, state, null, null);

    private static EmailSummary Email(EmailState state, DateTimeOffset? due) => new(
        Guid.Empty, Guid.Empty, state, EmailPriority.Normal, Now, due, Now.AddMinutes(5), null, "1@foo.com", 0, 700, null, null,
        [new EmailRecipient("a@b.example", RecipientKind.To, state, null, null)])
    {
        NextAttemptAt = due,
    };

    private IRenderedComponent<HealthNotice> Render(ProviderHealth health, long? waiting, Action? onTry = null) => _page.Render<HealthNotice>(p => p
        .Add(b => b.Health, health)
        .Add(b => b.Waiting, waiting)
        .Add(b => b.Now, Now)
        .Add(b => b.LinkAddress, "/provider")
        .Add(b => b.OnTry, () => onTry?.Invoke()));

    private IRenderedComponent<DeliveryStory> Story(EmailSummary email, ProviderHealth? health, params EmailAttempt[] attempts) => _page.Render<DeliveryStory>(p => p
        .Add(s => s.Story, new EmailStory(email, attempts, HasContent: true))
        .Add(s => s.Now, Now)
        .Add(s => s.ProviderAddress, "/provider")
        .Add(s => s.Health, health));
}
