using EmailConsole.Events.Notices;
using MimeKit;

namespace EmailConsole.Tests.Events.Notices;

public sealed class NoticeMessageTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 10, 24, 0, TimeSpan.Zero);

    [Fact]
    public void Create_OneMatter_SaysWhatWhyAndWhere()
    {
        var mail = NoticeMessage.Create("foo.example", [New(NoticeKind.ProviderStopped)], [new MailboxAddress("", "admin@foo.example")], new Uri("https://console.example/base/"));

        Assert.Equal("foo.example: Sending by <SES> is paused", mail.Subject);
        Assert.Contains("Since then. Do that.", mail.Text, StringComparison.Ordinal);
        Assert.Contains("https://console.example/base/t/foo.example/notification-channels/email-provider\r\n", mail.Text, StringComparison.Ordinal);
        Assert.Contains("Sending by &lt;SES&gt; is paused", mail.Html, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_OneStandsAndOneIsOver_SaysBothAndCountsWhatStands()
    {
        var over = New(NoticeKind.WebhookPaused);
        over.ClosedAt = Now.AddHours(1);

        var mail = NoticeMessage.Create("foo.example", [over, New(NoticeKind.MailExpiring)], [], console: null);

        Assert.Equal("foo.example: 1 matter needs attention", mail.Subject);
        Assert.Contains("Mail leaves again\r\nSince 23 November 2026, 11:24 UTC.", mail.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("http", mail.Text, StringComparison.Ordinal);
    }

    private static Notice New(NoticeKind kind) => new()
    {
        Kind = kind,
        OpenedAt = Now,
        Title = "Sending by <SES> is paused",
        Words = "Since then. Do that.",
        Cured = "Mail leaves again",
    };
}
