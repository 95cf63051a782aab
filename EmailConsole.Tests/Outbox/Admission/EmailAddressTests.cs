using EmailConsole.Delivery.Mime;
using EmailConsole.Outbox.Admission.Members;
using MimeKit;

namespace EmailConsole.Tests.Outbox.Admission;

public sealed class EmailAddressTests
{
    [Theory]
    [InlineData("a@b.example", "", "a@b.example")]
    [InlineData("a@localhost", "", "a@localhost")]
    [InlineData("A.B+c@Mail-2.EXAMPLE", "", "A.B+c@mail-2.example")]
    [InlineData("Some One <a@b.example>", "Some One", "a@b.example")]
    [InlineData("\"One, Some\" <a@b.example>", "One, Some", "a@b.example")]
    [InlineData("José Ñandú <a@b.example>", "José Ñandú", "a@b.example")]
    [InlineData("=?utf-8?q?Jos=C3=A9?= <a@b.example>", "José", "a@b.example")]
    [InlineData("<a@b.example>", "", "a@b.example")]
    [InlineData("\"odd one\"@b.example", "", "\"odd one\"@b.example")]
    [InlineData("a@Bücher.example", "", "a@xn--bcher-kva.example")]
    [InlineData("a@xn--bcher-kva.example", "", "a@xn--bcher-kva.example")]
    [InlineData("a@b.example.", "", "a@b.example")]
    [InlineData("jörg@b.example", "", "jörg@b.example")]
    public void TryParse_AMailbox_GivesItForHeaderAndWire(string text, string name, string wire)
    {
        Assert.True(EmailAddress.TryParse(text, out var mailbox, out var found));

        Assert.Equal(name, mailbox.Name ?? "");
        Assert.Equal(wire, found);
        Assert.False(mailbox.Address.EndsWith('.'));
        Assert.True(WireAddress.TryEncode(new MailboxAddress(null, found), out var sent));
        Assert.Equal(wire, sent.Address);
    }

    [Theory]
    [InlineData("")]
    [InlineData("a")]
    [InlineData("@b.example")]
    [InlineData("a@")]
    [InlineData("a@b.example, c@d.example")]
    [InlineData("a@b.example c@d.example")]
    [InlineData("Friends: a@b.example;")]
    [InlineData("<@relay.example:a@b.example>")]
    [InlineData("a@b..example")]
    [InlineData("a@.example")]
    [InlineData("a@-b.example")]
    [InlineData("a@[127.0.0.1]")]
    [InlineData("a@127.0.0.1")]
    [InlineData("a@b_c.example")]
    [InlineData("a@xn--a.example")]
    [InlineData("a@b.example\r\nBcc: c@d.example")]
    [InlineData("a@b.example\n")]
    [InlineData("a\0@b.example")]
    [InlineData("\"x\r\nBcc: c@d.example\" <a@b.example>")]
    [InlineData("=?utf-8?q?x=0D=0ABcc:_c=40d.example?= <a@b.example>")]
    [InlineData("a@b.example>\u0085RCPT TO:<c@d.example")]
    [InlineData("a@b.example> SIZE=1")]
    public void TryParse_Anything_Else_IsRefused(string text) => Assert.False(EmailAddress.TryParse(text, out _, out _));

    [Fact]
    public void TryParse_TooLong_IsRefused()
    {
        Assert.False(EmailAddress.TryParse(new string('a', 65) + "@b.example", out _, out _));
        Assert.False(EmailAddress.TryParse("a@" + new string('b', 64) + ".example", out _, out _));
        Assert.False(EmailAddress.TryParse("a@" + string.Join('.', Enumerable.Repeat("bbbbbbbbb", 26)), out _, out _));
        Assert.False(EmailAddress.TryParse(new string('n', 600) + " <a@b.example>", out _, out _));
        Assert.False(EmailAddress.TryParse(new string('(', 500), out _, out _));
    }
}
