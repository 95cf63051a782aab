using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Time.Testing;
using MimeKit;

namespace EmailConsole.Tests.Delivery.Mime;

public sealed class MessageBuilderTests
{
    private static readonly EmailProviderSettings Settings = new() { FromAddress = "codes@foo.example" };

    private static readonly OutgoingEmail Email =
        new([new MailboxAddress("Somebody", "someone@bar.example")], "Your code", "Code: 1", "<p>Code: 1</p>");

    [Theory]
    [InlineData(DisplayNameMode.LeaveToServer, null, "codes@foo.example")]
    [InlineData(DisplayNameMode.AddressOnly, null, "codes@foo.example")]
    [InlineData(DisplayNameMode.Name, "Foo, Inc.", "\"Foo, Inc.\" <codes@foo.example>")]
    public void Build_DisplayNameMode_DecidesTheFromHeader(DisplayNameMode mode, string? name, string expected) =>
        Assert.Equal(expected, Parse(Settings with { DisplayNameMode = mode, DisplayName = name }).From.ToString());

    [Fact]
    public void Build_TextsInAnyLanguage_ComeBackAsTheyWere()
    {
        var message = Parse(
            Settings with { DisplayNameMode = DisplayNameMode.Name, DisplayName = "Müller 株式会社" },
            Email with { Subject = "Ваш код 🔑", Text = "Größe ✓", Html = "<p>確認</p>" });

        Assert.Equal(
            ("Müller 株式会社", "Ваш код 🔑", "Größe ✓", "<p>確認</p>"),
            (message.From.Mailboxes.Single().Name, message.Subject, message.TextBody?.TrimEnd(), message.HtmlBody?.TrimEnd()));
    }

    [Fact]
    public void Build_TextsInAnyLanguage_IsSevenBitWithShortLines()
    {
        var built = Build(Settings, Email with { Subject = "Ваш код", Text = new string('ö', 5_000) });

        Assert.DoesNotContain(built.Content.ToArray(), b => b > 126);
        Assert.All(System.Text.Encoding.ASCII.GetString(built.Content.Span).Split("\r\n"), line => Assert.True(line.Length <= 998));
    }

    [Fact]
    public void Build_FromADomainBeyondAscii_MessageIdHasItsAsciiForm()
    {
        var built = Build(Settings with { FromAddress = "codes@bücher.example" });

        Assert.EndsWith("@xn--bcher-kva.example", built.MessageId, StringComparison.Ordinal);
        Assert.Contains($"\r\nMessage-Id: <{built.MessageId}>\r\n", System.Text.Encoding.ASCII.GetString(built.Content.Span), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\r.\rb")]
    [InlineData("a\n.\nb")]
    [InlineData("a\r\n.\r\nb\r")]
    [InlineData("a\r\r\n.\n\rb")]
    public void Build_StrayLineBreaks_AllBecomeCrLf(string text)
    {
        var content = System.Text.Encoding.ASCII.GetString(Build(Settings, Email with { Text = text, Html = text }).Content.Span);

        Assert.DoesNotMatch("\r(?!\n)|(?<!\r)\n", content);
        Assert.EndsWith("\r\n", content, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "")]
    [InlineData("help@foo.example", "help@foo.example")]
    [InlineData("help@foo.example, two@bücher.example", "help@foo.example, two@xn--bcher-kva.example")]
    public void Build_ReplyTo_TakesNoneOneOrSeveral(string? replyTo, string expected) =>
        Assert.Equal(expected, Parse(Settings with { ReplyTo = replyTo }).Headers["Reply-To"] ?? "");

    [Fact]
    public void Build_Headers_NameTheMachineTheMomentAndTheMessage()
    {
        var now = new DateTimeOffset(2026, 2, 3, 4, 5, 6, TimeSpan.Zero);

        var message = Parse(Settings, clock: new FakeTimeProvider(now));

        Assert.Equal(now, message.Date);
        Assert.Equal("auto-generated", message.Headers["Auto-Submitted"]);
        Assert.EndsWith("@foo.example", message.MessageId, StringComparison.Ordinal);
        Assert.Equal("\"Somebody\" <someone@bar.example>", message.To.ToString());
        Assert.Equal("1.0", message.Headers["MIME-Version"]);
    }

    [Fact]
    public void Build_TextAndHtml_IsAnAlternativeWithTextFirst()
    {
        var body = Assert.IsType<MultipartAlternative>(Parse(Settings).Body);

        Assert.Equal(["text/plain", "text/html"], body.Select(p => p.ContentType.MimeType));
    }

    [Fact]
    public void Build_TextAlone_IsOnePart() =>
        Assert.Equal("text/plain", Parse(Settings, Email with { Html = null }).Body?.ContentType.MimeType);

    [Fact]
    public void Build_EveryMessage_HasAnIdOfItsOwn() =>
        Assert.NotEqual(Build(Settings).MessageId, Build(Settings).MessageId);

    [Fact]
    public void Build_SameRecipientTwice_IsInTheEnvelopeOnce()
    {
        var built = Build(Settings, Email with { Recipients = [.. Email.Recipients, .. Email.Recipients] });

        Assert.Equal(["someone@bar.example"], built.Recipients);
    }

    [Theory]
    [InlineData("codes@foo.example\r\nBcc: x@y.example")]
    [InlineData("Name <codes@foo.example>")]
    [InlineData("codes")]
    [InlineData("")]
    public void Build_FromAddressThatIsNone_IsInvalid(string from) => AssertInvalid(Settings with { FromAddress = from }, Email);

    [Theory]
    [InlineData("help@foo.example\r\nBcc: x@y.example")]
    [InlineData("help")]
    public void Build_ReplyToThatIsNoAddress_IsInvalid(string replyTo) => AssertInvalid(Settings with { ReplyTo = replyTo }, Email);

    [Theory]
    [InlineData("one\r\nBcc: x@y.example")]
    [InlineData("one\nBcc: x@y.example")]
    [InlineData("one\0two")]
    public void Build_SubjectOfSeveralLines_IsInvalid(string subject) => AssertInvalid(Settings, Email with { Subject = subject });

    [Fact]
    public void Build_DisplayNameOfSeveralLines_IsInvalid() =>
        AssertInvalid(Settings with { DisplayNameMode = DisplayNameMode.Name, DisplayName = "Foo\r\nBcc: x@y.example" }, Email);

    [Fact]
    public void Build_NoRecipient_IsInvalid() => AssertInvalid(Settings, Email with { Recipients = [] });

    private static void AssertInvalid(EmailProviderSettings settings, OutgoingEmail email)
    {
        var (message, fault) = new MessageBuilder(TimeProvider.System).Build(email, settings);
        Assert.Null(message);
        Assert.Equal(DeliveryFailureKind.InvalidMessage, fault!.Kind);
    }

    private static BuiltMessage Build(EmailProviderSettings settings, OutgoingEmail? email = null, TimeProvider? clock = null) =>
        new MessageBuilder(clock ?? TimeProvider.System).Build(email ?? Email, settings).Message!;

    private static MimeMessage Parse(EmailProviderSettings settings, OutgoingEmail? email = null, TimeProvider? clock = null)
    {
        using var content = new MemoryStream(Build(settings, email, clock).Content.ToArray());
        return MimeMessage.Load(content);
    }
}
