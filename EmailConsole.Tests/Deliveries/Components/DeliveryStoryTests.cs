using AngleSharp.Dom;
using Bunit;
using EmailConsole.Deliveries.Components;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Outbox.History;
using EmailConsole.Tenants;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using MudBlazor.Services;

namespace EmailConsole.Tests.Deliveries.Components;

/// <summary>What the story says of a message's attempts, without a browser.</summary>
public sealed class DeliveryStoryTests : IAsyncLifetime
{
    private const string NoSuchUser = "550 5.1.1 <nobody@b.example>: User unknown";

    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 24, 0, TimeSpan.Zero);

    private static readonly EmailAttempt Taken = new(
        1, Now, TimeSpan.FromSeconds(1), AttemptOutcome.Delivered, null, null, null, null, "250 2.0.0 queued as X1", null, null);

    private static readonly EmailAttempt Partly = Taken with
    {
        Stage = DeliveryStage.Recipient,
        Kind = DeliveryFailureKind.RecipientRefused,
        Blame = Blame.Recipient,
        Cause = "The recipient's address does not exist.",
        Cure = "Check the address.",
    };

    private static readonly EmailAttempt SignIn = Taken with
    {
        Outcome = AttemptOutcome.Failed,
        Stage = DeliveryStage.Authenticate,
        Kind = DeliveryFailureKind.AuthenticationRefused,
        Blame = Blame.Credentials,
        ServerText = "535 5.7.8 Bad credentials",
        Cause = "The server refuses the sign-in.",
        Cure = "Check Username and Password.",
    };

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
    public void Story_CancelledBeforeAnAttemptEnded_SaysThatNoServerWasTold()
    {
        var story = Story(EmailState.Cancelled, [Recipient("a", EmailState.Cancelled)]);

        Assert.Contains("It was taken back before a server was told of it.", story.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("No attempt was made.", story.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void Story_OneOfTwoRefused_ShowsWhatTheServerSaidAboutWhom()
    {
        var story = Story(EmailState.Failed, [Recipient("a", EmailState.Delivered, Taken.ServerText), Recipient("nobody", EmailState.Failed, NoSuchUser)], Partly);

        Assert.Equal(
            [$"Server about nobody@b.example: {NoSuchUser}", "Server about those who got it: 250 2.0.0 queued as X1"], Replies(story));
    }

    [Fact]
    public void Story_SeveralRefused_ShowsTheReplyThatTheCauseIsAbout()
    {
        var story = Story(
            EmailState.Failed,
            [Recipient("nobody", EmailState.Failed, NoSuchUser), Recipient("a", EmailState.Delivered, Taken.ServerText), Recipient("full", EmailState.Failed, "552 5.2.2 Full")],
            Partly);

        Assert.Equal(
            [$"Server about nobody@b.example: {NoSuchUser}", "Server about those who got it: 250 2.0.0 queued as X1"], Replies(story));
    }

    [Fact]
    public void Story_CauseInPlaceOfAReply_IsNotSaidTwice()
    {
        var story = Story(EmailState.Failed, [Recipient("a", EmailState.Delivered), Recipient("nobody", EmailState.Failed, Partly.Cause)], Partly);

        Assert.Equal(["Server about those who got it: 250 2.0.0 queued as X1"], Replies(story));
    }

    [Fact]
    public void Story_RefusedAfterAttemptsThatReachedNoRecipient_SaysWhoWasRefused()
    {
        var story = Story(
            EmailState.Failed, [Recipient("a", EmailState.Delivered), Recipient("nobody", EmailState.Failed, NoSuchUser)], SignIn, Partly with { Number = 2 });

        Assert.Equal("Taken for 1, refused for 1: nobody@b.example.", story.Find(".attempt-outcome").TextContent);
        Assert.Contains($"Server about nobody@b.example: {NoSuchUser}", Replies(story));
    }

    [Fact]
    public void Story_QueuedAgainForEverybody_LeavesTheFormerAttemptAsItWas()
    {
        var story = Story(EmailState.Queued, [Recipient("a", EmailState.Queued), Recipient("b", EmailState.Queued)], Taken);

        Assert.Equal("The server took it.", story.Find(".attempt.is-delivered .attempt-outcome").TextContent);
    }

    [Fact]
    public void Story_SeveralAttempts_StandNewestFirstWithTheSwitchBetweenThem()
    {
        var (first, second) = (Guid.NewGuid(), Guid.NewGuid());

        var story = Story(
            EmailState.Delivered,
            [Recipient("a", EmailState.Delivered)],
            SignIn with { ProviderId = first, ProviderName = "Own server" },
            SignIn with { Number = 2, ProviderId = first, ProviderName = "Own server" },
            Taken with { Number = 3, ProviderId = second, ProviderName = "Postmark" });

        Assert.Equal(
            ["Attempt 3", "to Postmark: The server refuses the sign-in.", "Attempt 2", "Attempt 1"],
            story.FindAll(".story-attempts > li").Select(li =>
                li.ClassList.Contains("attempt-switch") ? Words(li)[Words(li).IndexOf("to ", StringComparison.Ordinal)..] : Words(li.QuerySelector("strong")!)));
        Assert.True(story.Find(".story-attempts").HasAttribute("reversed"), "Counted down for whoever hears it");
    }

    [Fact]
    public void Story_CureIsTheProviders_IsARequestToAnAdministratorForAnOperator()
    {
        const string ToTell = InheritedFailure.Cure;
        EmailAttempt[] attempts =
        [
            SignIn, Partly with { Number = 2 }, SignIn with { Number = 3, Blame = Blame.Sender }, SignIn with { Number = 4, Cure = ToTell }, SignIn with { Number = 5, Blame = Blame.Message },
        ];

        Assert.Equal(
            [
                "Do: Check Username and Password.", $"Do: {ToTell}", "For an administrator of foo.com to do: Check Username and Password.", "Do: Check the address.",
                "For an administrator of foo.com to do: Check Username and Password.",
            ],
            Cures(administers: false));
        Assert.All(Cures(administers: true), cure => Assert.StartsWith("Do:", cure, StringComparison.Ordinal));

        IEnumerable<string> Cures(bool administers) =>
            Story(EmailState.Failed, [Recipient("a", EmailState.Failed)], new PageReader("foo.com", RunsConsole: false, administers), attempts).FindAll(".attempt .cure").Select(Words);
    }

    private static string Words(IElement element) => string.Join(' ', element.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static IEnumerable<string> Replies(IRenderedComponent<DeliveryStory> story) => story.FindAll(".attempt .reply > span:first-child").Select(Words);

    private static EmailRecipient Recipient(string name, EmailState state, string? reply = null) => new($"{name}@b.example", RecipientKind.To, state, null, reply);

    private IRenderedComponent<DeliveryStory> Story(EmailState state, EmailRecipient[] recipients, params EmailAttempt[] attempts) => Story(state, recipients, null, attempts);

    private IRenderedComponent<DeliveryStory> Story(EmailState state, EmailRecipient[] recipients, PageReader? reader, params EmailAttempt[] attempts)
    {
        var email = new EmailSummary(
            Guid.Empty, Guid.Empty, state, EmailPriority.Normal, Now, null, Now.AddMinutes(5), null, "1@foo.com", attempts.Length, 700, null, null, recipients);
        return _page.Render<DeliveryStory>(p =>
        {
            p.Add(s => s.Story, new EmailStory(email, attempts, HasContent: true)).Add(s => s.Now, Now);
            if (reader is not null)
            {
                p.AddCascadingValue(reader);
            }
        });
    }
}
