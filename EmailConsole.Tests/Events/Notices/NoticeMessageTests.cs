using EmailConsole.Delivery;
using EmailConsole.Events.Notices;
using MimeKit;

namespace EmailConsole.Tests.Events.Notices;

public sealed class NoticeMessageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 24, 0, TimeSpan.Zero);

    [Fact]
    public void Create_OneMatter_SaysWhatWhyAndWhere()
    {
        var mail = Create([New(NoticeKind.ProviderStopped)], console: new Uri("https://console.example/base/"));

        Assert.Equal("foo.example: Sending by <SES> is paused", mail.Subject);
        Assert.Contains("Since then. Do that.\r\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://console.example/base/t/foo.example/notification-channels/email-provider\r\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Sending by &lt;SES&gt; is paused", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_OneStandsAndOneIsOver_SaysBothAndNamesWhatStands()
    {
        var over = New(NoticeKind.WebhookPaused);
        over.ClosedAt = Now.AddHours(1);

        var mail = Create([over, New(NoticeKind.MailExpiring, "10 messages expired within an hour")]);

        Assert.Equal("foo.example: 10 messages expired within an hour", mail.Subject);
        Assert.Contains("Mail leaves again\r\nSince 23 November 2026, 11:24 UTC.", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", mail.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_SeveralMatters_NamesTheCauseAndCountsTheOthers()
    {
        string[] titles = ["The sign-in is refused", "Sending is paused", "The webhook is paused", "10 messages expired"];

        var mail = Create(
        [
            New(NoticeKind.MailExpiring, titles[3], minutes: 3),
            New(NoticeKind.WebhookPaused, titles[2], minutes: 2),
            New(NoticeKind.ProviderStopped, titles[1], minutes: 1),
            New(NoticeKind.CredentialsRefused, titles[0]),
        ]);

        Assert.Equal("foo.example: The sign-in is refused (and 3 more)", mail.Subject);
        Assert.Equal(titles, titles.OrderBy(t => mail.Text!.IndexOf(t, StringComparison.Ordinal)));
        Assert.All(titles, t => Assert.Contains(t, mail.Html, StringComparison.Ordinal));
    }

    [Fact]
    public void Create_AllIsOver_NamesOneAndCountsTheOthers()
    {
        var notices = new[] { New(NoticeKind.ProviderStopped), New(NoticeKind.WebhookPaused) };
        foreach (var notice in notices)
        {
            notice.ClosedAt = Now;
        }

        Assert.Equal("foo.example: Mail leaves again (and 1 more)", Create(notices).Subject);
    }

    [Fact]
    public void Create_LongTitle_IsCutBeforeTheCount()
    {
        var subject = Create([New(NoticeKind.ProviderStopped, new string('x', 300)), New(NoticeKind.WebhookPaused)]).Subject;

        Assert.Equal(200, subject.Length);
        Assert.EndsWith("x… (and 1 more)", subject, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, "Do that. 1 message waited at 23 November 2026, 10:34 UTC.")]
    [InlineData(1234, "Do that. 1,234 messages waited at 23 November 2026, 10:34 UTC.")]
    public void Create_MailWaits_SaysHowMuchOfWhichTime(long count, string words)
    {
        var notice = New(NoticeKind.ProviderStopped);

        var mail = Create([notice], waiting: new() { [notice.SubjectId] = count });

        Assert.Contains(words, mail.Text, StringComparison.Ordinal);
        Assert.Contains(words, mail.Html, StringComparison.Ordinal);
    }

    private static OutgoingEmail Create(IReadOnlyList<Notice> notices, Uri? console = null, Dictionary<Guid, long>? waiting = null) => NoticeMessage.Create(
        "foo.example", notices, [new MailboxAddress("", "admin@foo.example")], console, waiting ?? [], Now.AddMinutes(10));

    private static Notice New(NoticeKind kind, string title = "Sending by <SES> is paused", int minutes = 0) => new()
    {
        Kind = kind,
        SubjectId = Guid.CreateVersion7(),
        OpenedAt = Now.AddMinutes(minutes),
        Title = title,
        Words = "Since then. Do that.",
        Cured = "Mail leaves again",
    };
}
