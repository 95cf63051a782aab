using System.Text;
using EmailConsole.DevelopmentMailbox.Messages;
using MimeKit;

namespace EmailConsole.Tests.DevelopmentMailbox.Messages;

public sealed class MessageContentsTests
{
    [Fact]
    public void Read_TextHtmlAndAttachment_TakesThemApart()
    {
        var body = new BodyBuilder { TextBody = "text", HtmlBody = "<p>html</p>" };
        body.Attachments.Add("report.pdf", new byte[2000], new ContentType("application", "pdf")).ContentDisposition!.FileName = "../../report\u0007.pdf";
        using var mime = new MimeMessage { Subject = "Grüße", Body = body.ToMessageBody() };

        var contents = MessageContents.Read(Keep(mime))!;

        Assert.Equal(("text", "<p>html</p>"), (contents.Text, contents.Html));
        Assert.Contains(new MessageHeader("Subject", "Grüße"), contents.Headers);
        Assert.Equal([new MessageFile(0, "....report.pdf", "application/pdf", 2000)], contents.Files.Select(MessageFile.From));
    }

    [Fact]
    public void Read_HtmlAttachment_IsAFileAndNotTheBody()
    {
        var body = new BodyBuilder { TextBody = "text" };
        body.Attachments.Add("page.html", "<p>file</p>"u8.ToArray(), new ContentType("text", "html"));
        using var mime = new MimeMessage { Body = body.ToMessageBody() };

        var contents = MessageContents.Read(Keep(mime))!;

        Assert.Null(contents.Html);
        Assert.Equal("page.html", Assert.Single(contents.Files.Select(MessageFile.From)).Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n--x")]
    [InlineData("Content-Type: text/html; charset=no-such-charset\r\nContent-Transfer-Encoding: base64\r\n\r\n****")]
    [InlineData("Content-Type: message/rfc822\r\n\r\n")]
    [InlineData("Content-Disposition: attachment\r\nContent-Type: /\r\n\r\nx")]
    public void Read_MalformedMessage_DoesNotFail(string source)
    {
        var contents = MessageContents.Read(Keep(Encoding.ASCII.GetBytes(source)));

        Assert.All(contents?.Files.Select(MessageFile.From) ?? [], file => Assert.NotEmpty(file.Name));
    }

    private static MailboxMessage Keep(MimeMessage mime)
    {
        using var source = new MemoryStream();
        mime.WriteTo(source);
        return Keep(source.ToArray());
    }

    private static MailboxMessage Keep(ReadOnlyMemory<byte> source) =>
        new(Guid.NewGuid(), TimeProvider.System.GetUtcNow(), "a@foo.example", ["b@bar.example"], "", "", source);
}
