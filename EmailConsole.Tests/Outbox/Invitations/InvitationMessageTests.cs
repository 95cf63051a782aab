using EmailConsole.Outbox.Invitations;
using MimeKit;

namespace EmailConsole.Tests.Outbox.Invitations;

public sealed class InvitationMessageTests
{
    [Fact]
    public void Create_BothParts_TellWhoForWhatUntilWhenAndWhere()
    {
        var email = InvitationMessage.Create(SampleInvitation.New(Guid.Empty), new MailboxAddress(null, "kim@foo.example"));

        Assert.Equal("Choose your password for kim@foo.example", email.Subject);
        foreach (var part in new[] { email.Text!, email.Html!.Replace("&amp;", "&", StringComparison.Ordinal) })
        {
            foreach (var word in new[] { "admin@carbon.super", "foo.example", "kim@foo.example", "26 November 2026, 10:00 UTC", "once", "EmailConsole", SampleInvitation.Link })
            {
                Assert.Contains(word, part, StringComparison.Ordinal);
            }
        }

        Assert.DoesNotContain(SampleInvitation.Secret, email.Subject, StringComparison.Ordinal);
    }

    [Fact]
    public void Create_HostileValues_AreEscapedAndNothingIsLoadedFromElsewhere()
    {
        var invitation = SampleInvitation.New(Guid.Empty, invitedBy: "\"><script>alert(1)</script><img src=x>ü@foo.example");

        var html = InvitationMessage.Create(invitation, new MailboxAddress(null, "kim@foo.example")).Html!;

        Assert.DoesNotContain("<script", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", html, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("src=\"", html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("ü@foo.example", html, StringComparison.Ordinal);
    }
}
