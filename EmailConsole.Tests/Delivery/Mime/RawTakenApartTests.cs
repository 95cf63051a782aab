using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.Delivery.Mime;

public sealed class RawTakenApartTests
{
    [Fact]
    public void Of_NestedMessage_HasItsPartsAndNothingTwice()
    {
        var (email, fromName, automatic) = RawTakenApart.Of(RawMail.Of(RawMail.Nested))!;

        Assert.Equal(("Grüße", "Grüße", "<p>Grüße <img src=\"cid:logo\"></p>"), (email.Subject, email.Text, email.Html));
        Assert.Equal(("Grüße", null), (fromName, automatic));
        Assert.Equal(["\"Someone\" <someone@bar.example>", "\"Two, the\" <two@bar.example>"], email.Recipients.Select(m => m.ToString()));
        Assert.Equal("three@bar.example", Assert.Single(email.Cc).Address);
        Assert.Equal([new OutgoingHeader("In-Reply-To", "<earlier@app.foo.example>"), new OutgoingHeader("X-App", "a b")], email.Headers);
        Assert.Equal(
            [("logo.png", "image/png", "logo", "\u0001\u0002\u0003"), ("Übersicht.pdf", "application/pdf", null, "\u0004\u0005\u0006"),
             ("b.txt", "text/plain; charset=us-ascii", null, "a file"), ("message.eml", "application/octet-stream", null, "Subject: within\n\nInner")],
            email.Attachments.Select(a => (a.Name, a.ContentType, a.ContentId, Encoding.ASCII.GetString(a.Content.Span).ReplaceLineEndings("\n"))));
        Assert.Null(MessageBuilder.Check(email, new EmailProviderSettings { FromAddress = "codes@foo.example" }).Fault);
    }

    [Theory]
    [InlineData("\n\n", "", null, 0)]
    [InlineData("\nplain\n", "plain", null, 0)]
    [InlineData("Content-Type: text/html\n\n<p>x</p>\n", null, "<p>x</p>", 0)]
    [InlineData("Content-Type: application/pdf\n\nx\n", "", null, 1)]
    [InlineData("Content-Type: text/plain\nContent-Disposition: attachment\n\nx\n", "", null, 1)]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\n--b\n\none\n--b\n\ntwo\n--b--\n", "one", null, 1)]
    [InlineData("Content-Type: multipart/alternative; boundary=b\n\n--b\n\none\n--b\nContent-Type: text/calendar\n\nBEGIN\n--b--\n", "one", null, 1)]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\nno part at all\n", "", null, 0)]
    [InlineData("Content-Type: broken;;;=\n\nx\n", "", null, 1)]
    public void Of_Body_IsTextOrHtmlAndEverythingElseAFile(string rest, string? text, string? html, int files)
    {
        var email = RawTakenApart.Of(RawMail.Of(RawMail.Header + rest))!.Email;

        Assert.Equal((text, html, files), (email.Text?.TrimEnd(), email.Html?.TrimEnd(), email.Attachments.Count));
        Assert.Null(MessageBuilder.Check(email, new EmailProviderSettings { FromAddress = "codes@foo.example" }).Fault);
    }

    [Fact]
    public void Of_NestedWithoutEnd_EndsAllTheSame()
    {
        var deep = new StringBuilder(RawMail.Header);
        for (var i = 0; i < 300; i++)
        {
            deep.Append("Content-Type: multipart/mixed; boundary=b").Append(i).Append("\n\n--b").Append(i).Append('\n');
        }

        Assert.NotNull(RawTakenApart.Of(RawMail.Of(deep.Append("\nx\n").ToString())));
    }

    [Fact]
    public void Of_HeadersThatAreNone_AreLeftOut() => Assert.Equal(
        "X-Ctl", Assert.Single(RawTakenApart.Of(RawMail.Of(RawMail.Header + "DKIM-Signature: v=1\nReceived: x\nResent-To: a@b.example\nX-Ctl: a\u0001b\n\nx\n"))!.Email.Headers).Name);
}
