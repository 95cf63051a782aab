using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;
using MimeKit;

namespace EmailConsole.Tests.Delivery.Mime;

/// <summary>Names of files on the wire, and where attachments stand in the message.</summary>
public sealed class AttachmentPartTests
{
    private static readonly EmailProviderSettings Settings = new() { FromAddress = "codes@foo.example" };

    private static readonly OutgoingEmail Email = new([new MailboxAddress("", "to@bar.example")], "Subject", "Text", null);

    public static TheoryData<string> Names => new()
    {
        "ジョブ受注一覧.xlsx", "Rechnung_Größe äöü.pdf", new string('a', 116) + ".pdf", "a\"b;c'd.pdf", "Größe\"b;c'd%20.pdf", "plain.txt",
        "😀" + string.Concat(Enumerable.Repeat("表", 120)) + ".xlsx", new string('長', 255), new string('b', 255), "=?utf-8?Q?x?=.pdf", "back\\slash.txt", " a b .txt",
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Build_AnyName_IsReadFromBothHeaders(string name)
    {
        using var content = new MemoryStream(Content(Email with { Attachments = [new(name, "application/pdf; x=\"1\"; name=\"other\"", new byte[] { 1 })] }));

        var part = Assert.IsType<MimePart>(Assert.Single(MimeMessage.Load(content).Attachments));

        Assert.Equal(name, part.ContentDisposition!.FileName);
        Assert.Equal(name, part.ContentType.Name);
        Assert.Equal("1", part.ContentType.Parameters["x"]);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Build_AnyName_IsInTheFormsThatMailProgramsRead(string name)
    {
        var header = Encoding.ASCII.GetString(Content(Email with { Attachments = [new(name, "application/pdf", new byte[] { 1 })] }));

        Assert.All(header.Split("\r\n"), line => Assert.True(line.Length <= 998));
        if (Ascii.IsValid(name) && !name.StartsWith("=?", StringComparison.Ordinal))
        {
            var quoted = name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            Assert.Contains($" filename=\"{quoted}\"\r\n", header, StringComparison.Ordinal);
            Assert.Contains($" name=\"{quoted}\"\r\n", header, StringComparison.Ordinal);
        }
        else
        {
            Assert.Contains(" name=\"=?utf-8?B?", header, StringComparison.Ordinal);
            Assert.Contains(name.Length > 100 ? " filename*0*=utf-8''" : " filename*=utf-8''", header, StringComparison.Ordinal);
            Assert.All(header.Split(["\r\n", "\""], default).Where(l => l.Trim().StartsWith("=?", StringComparison.Ordinal)), word => Assert.True(word.Trim().Length <= 75));
        }
    }

    [Fact]
    public void Build_HtmlThatShowsAnAttachment_NestsAsMailProgramsExpect()
    {
        var message = Parse(Email with
        {
            Html = "<img src=\"cid:qr\"><img src='cid:logo%40foo.example'>",
            Attachments =
            [
                new("terms.pdf", "application/pdf", new byte[] { 1 }), new("qr.png", "image/png", new byte[] { 2 }, "qr"),
                new("logo.gif", "image/gif", new byte[] { 3 }, "logo@foo.example"), new("spare.png", "image/png", new byte[] { 4 }, "spare"),
            ],
        });

        var mixed = Assert.IsType<Multipart>(message.Body);
        Assert.Equal(["multipart/alternative", "application/pdf", "image/png"], mixed.Select(p => p.ContentType.MimeType));
        var alternative = Assert.IsType<MultipartAlternative>(mixed[0]);
        Assert.Equal(["text/plain", "multipart/related"], alternative.Select(p => p.ContentType.MimeType));
        var related = Assert.IsType<MultipartRelated>(alternative[1]);
        Assert.Equal("text/html", related.ContentType.Parameters["type"]);
        Assert.Equal(["text/html", "image/png", "image/gif"], related.Select(p => p.ContentType.MimeType));
        Assert.Equal(["qr", "logo@foo.example"], related.Skip(1).Select(p => p.ContentId));
        Assert.All(related.Skip(1), p => Assert.Equal("inline", p.ContentDisposition!.Disposition));
        Assert.Equal(("spare", "attachment"), (mixed[2].ContentId, mixed[2].ContentDisposition!.Disposition));
    }

    [Fact]
    public void Build_HtmlAlone_IsTheRootOfItsImages()
    {
        var message = Parse(Email with { Text = null, Html = "<img src=cid:qr>", Attachments = [new("qr.png", "image/png", new byte[] { 2 }, "qr")] });

        Assert.Equal(["text/html", "image/png"], Assert.IsType<MultipartRelated>(message.Body).Select(p => p.ContentType.MimeType));
    }

    [Theory]
    [InlineData("cid:qr")]
    [InlineData("<img src=\"cid:qr2\">")]
    [InlineData("<img src=\"cid:QR\">")]
    [InlineData("<img src=\"qr\">")]
    [InlineData(null)]
    public void Build_ContentIdThatNothingShows_IsAFile(string? text)
    {
        var message = Parse(Email with { Text = text ?? "Text", Html = text == "cid:qr" ? null : text, Attachments = [new("qr.png", "image/png", new byte[] { 2 }, "qr")] });

        Assert.Equal("attachment", Assert.Single(message.Attachments).ContentDisposition!.Disposition);
    }

    [Theory]
    [InlineData("<img src=\"cid:a.b@c\">", "a.b@c")]
    [InlineData("<img src='CID:a.b%40c'>", "a.b@c")]
    [InlineData("<img src=cid:a>", "a")]
    [InlineData("<p style=\"background:url(cid:a)\">", "a")]
    [InlineData("<img src=\"cid:a&#64;b\">", "a@b")]
    [InlineData("<img srcset=\"cid:a 1x, cid:b 2x\">", "a,b")]
    [InlineData("cid:", "")]
    [InlineData("<p>x</p>", "")]
    public void ReferredToIn_Html_FindsEscapedOnesAsWell(string html, string ids) =>
        Assert.Equal(ids.Split(',', StringSplitOptions.RemoveEmptyEntries), ContentIds.ReferredToIn(html));

    [Theory]
    [InlineData("qr\r\nBcc: x@y.example")]
    [InlineData("<qr>")]
    [InlineData("a b")]
    [InlineData("")]
    [InlineData("größe")]
    public void Build_ContentIdThatIsNone_IsInvalid(string id)
    {
        var (message, fault) = new MessageBuilder(TimeProvider.System).Build(Email with { Attachments = [new("a", "x/y", new byte[] { 1 }, id)] }, Settings);

        Assert.Null(message);
        Assert.Equal(DeliveryFailureKind.InvalidMessage, fault!.Kind);
    }

    private static byte[] Content(OutgoingEmail email)
    {
        var (message, fault) = new MessageBuilder(TimeProvider.System).Build(email, Settings);
        Assert.True(message is not null, fault?.Detail);
        using (message)
        {
            return message.Content.ToArray();
        }
    }

    private static MimeMessage Parse(OutgoingEmail email)
    {
        using var content = new MemoryStream(Content(email));
        return MimeMessage.Load(content);
    }
}
