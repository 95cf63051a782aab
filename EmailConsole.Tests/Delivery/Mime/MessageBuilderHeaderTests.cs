using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;
using MimeKit;

namespace EmailConsole.Tests.Delivery.Mime;

/// <summary>Copies, the envelope, headers and attachments.</summary>
public sealed class MessageBuilderHeaderTests
{
    private static readonly EmailProviderSettings Settings = new() { FromAddress = "codes@foo.example", ReplyTo = "help@foo.example" };

    private static readonly OutgoingEmail Email = new([new MailboxAddress("", "to@bar.example")], "Subject", "Text", null);

    [Fact]
    public void Build_Copies_StandInTheHeaderAndTheEnvelope()
    {
        var built = Build(Email with { Cc = [new MailboxAddress("Copy", "cc@bar.example")] });

        Assert.Equal(["to@bar.example", "cc@bar.example"], built.Recipients);
        Assert.Equal("\"Copy\" <cc@bar.example>", Parse(built).Cc.ToString());
    }

    [Fact]
    public void Build_BlindCopy_IsInTheEnvelopeAlone()
    {
        var built = Build(Email with { Envelope = [.. Email.Recipients, new MailboxAddress("", "blind@bar.example")] });

        Assert.Equal(["to@bar.example", "blind@bar.example"], built.Recipients);
        Assert.DoesNotContain("blind", Encoding.ASCII.GetString(built.Content.Span), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OnlyOneStillWaiting_KeepsTheHeadersOfAll()
    {
        var whole = Email with
        {
            Recipients = [.. Email.Recipients, new MailboxAddress("", "second@bar.example")],
            MessageId = "1@foo.example",
            Date = DateTimeOffset.UnixEpoch,
        };

        var rest = Build(whole with { Envelope = [whole.Recipients[1]] });

        Assert.Equal(["second@bar.example"], rest.Recipients);
        Assert.Equal(Build(whole).Content.ToArray(), rest.Content.ToArray());
    }

    [Fact]
    public void Build_GivenMessageIdAndDate_AreThoseOfTheMessage()
    {
        var date = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

        var message = Parse(Build(Email with { MessageId = "abc@foo.example", Date = date }));

        Assert.Equal(("abc@foo.example", date), (message.MessageId, message.Date));
    }

    [Fact]
    public void Build_OwnReplyTo_ReplacesThatOfTheSettings() =>
        Assert.Equal("me@bar.example", Parse(Build(Email with { ReplyTo = [new MailboxAddress("", "me@bar.example")] })).ReplyTo.ToString());

    [Fact]
    public void Build_Headers_AreAdded()
    {
        var message = Parse(Build(Email with { Headers = [new("List-Unsubscribe", "<https://foo.example/u>"), new("X-Note", "Größe ✓")] }));

        Assert.Equal(("<https://foo.example/u>", "Größe ✓"), (message.Headers["List-Unsubscribe"], message.Headers["X-Note"]));
    }

    [Fact]
    public void Build_LongHeader_HasShortLines()
    {
        var content = Encoding.ASCII.GetString(Build(Email with { Headers = [new("X-Note", string.Join(' ', Enumerable.Repeat("words", 150)))] }).Content.Span);

        Assert.All(content.Split("\r\n"), line => Assert.True(line.Length <= 998));
    }

    [Fact]
    public void Build_HtmlAlone_IsOnePart() =>
        Assert.Equal("text/html", Parse(Build(Email with { Text = null, Html = "<p>Hi</p>" })).Body?.ContentType.MimeType);

    [Fact]
    public void Build_Attachment_ComesBackAsItWas()
    {
        var bytes = Enumerable.Range(0, 1000).Select(i => (byte)i).ToArray();

        var message = Parse(Build(Email with { Attachments = [new("Größe.pdf", "application/pdf", bytes)] }));

        var part = Assert.IsType<MimePart>(Assert.Single(message.Attachments));
        using var content = new MemoryStream();
        part.Content!.DecodeTo(content);
        Assert.Equal(("Größe.pdf", "application/pdf"), (part.FileName, part.ContentType.MimeType));
        Assert.Equal(bytes, content.ToArray());
        Assert.Equal("Text", message.TextBody?.TrimEnd());
    }

    [Theory]
    [InlineData("From", "x@y.example")]
    [InlineData("sender", "x@y.example")]
    [InlineData("Bcc", "x@y.example")]
    [InlineData("Resent-To", "x@y.example")]
    [InlineData("Content-Type", "text/html")]
    [InlineData("X-Note", "one\r\nBcc: x@y.example")]
    [InlineData("X-Note", "one\nBcc: x@y.example")]
    [InlineData("X-Note\r\nBcc", "x@y.example")]
    [InlineData("X Note", "x")]
    [InlineData("X-Note:", "x")]
    [InlineData("", "x")]
    public void Build_HeaderThatIsNotTheCallers_IsInvalid(string name, string value) => AssertInvalid(Email with { Headers = [new(name, value)] });

    [Theory]
    [InlineData("one")]
    [InlineData("@foo.example")]
    [InlineData("a@foo.example>\r\nBcc: x@y.example")]
    [InlineData("a b@foo.example")]
    public void Build_MessageIdThatIsNone_IsInvalid(string id) => AssertInvalid(Email with { MessageId = id });

    [Theory]
    [InlineData("a.eml", "message/rfc822")]
    [InlineData("a.bin", "multipart/mixed")]
    [InlineData("a.bin", "none")]
    [InlineData("a.bin", "text/plain\r\nBcc: x@y.example")]
    [InlineData("a\r\nBcc: x@y.example", "text/plain")]
    public void Build_AttachmentThatCannotBeSent_IsInvalid(string name, string type) =>
        AssertInvalid(Email with { Attachments = [new(name, type, new byte[] { 1 })] });

    [Fact]
    public void Build_NameOfSeveralLines_IsInvalid() =>
        AssertInvalid(Email with { Cc = [new MailboxAddress("A\r\nBcc: x@y.example", "cc@bar.example")] });

    [Fact]
    public void Build_EmptyEnvelope_IsInvalid() => AssertInvalid(Email with { Envelope = [] });

    private static void AssertInvalid(OutgoingEmail email)
    {
        var (message, fault) = new MessageBuilder(TimeProvider.System).Build(email, Settings);
        Assert.Null(message);
        Assert.Equal(DeliveryFailureKind.InvalidMessage, fault!.Kind);
    }

    private static BuiltMessage Build(OutgoingEmail email)
    {
        var (message, fault) = new MessageBuilder(TimeProvider.System).Build(email, Settings);
        Assert.True(message is not null, fault?.Detail);
        return message;
    }

    private static MimeMessage Parse(BuiltMessage built)
    {
        using var content = new MemoryStream(built.Content.ToArray());
        return MimeMessage.Load(content);
    }
}
