using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;

namespace EmailConsole.Tests.Delivery.Mime;

public sealed class RawBuilderTests
{
    private static readonly EmailProviderSettings Settings = new() { FromAddress = "codes@foo.example" };

    [Fact]
    public void Build_UnsignedThatLacksNothing_IsTheBytesThemselves()
    {
        var raw = RawMail.New("Auto-Submitted: no\nReply-To: x@foo.example\n");

        using var built = Build(raw, Settings with { ReplyTo = "help@foo.example", DisplayNameMode = DisplayNameMode.Name, DisplayName = "Other" });

        Assert.True(built.Content.Equals(raw.Content));
        Assert.True(built.Added.IsEmpty);
        Assert.Equal(("codes@foo.example", raw.Content.Length, RawMail.MessageId), (built.Sender, built.Size, built.MessageId));
        Assert.Equal(["someone@bar.example"], built.Recipients);
    }

    [Fact]
    public void Build_UnsignedWithoutReplyToAndAutoSubmitted_GetsThemInFront()
    {
        var raw = RawMail.New();

        using var built = Build(raw, Settings with { ReplyTo = "help@foo.example, two@bücher.example" });

        Assert.Equal("Reply-To: help@foo.example,\r\n two@xn--bcher-kva.example\r\nAuto-Submitted: auto-generated\r\n", RawMail.Text(built.Added));
        Assert.True(built.Content.Equals(raw.Content));
        Assert.Equal(RawMail.Text(built.Added) + RawMail.Text(raw.Content), RawMail.Text(built.Whole));
    }

    [Fact]
    public void Build_Signed_GetsNothing()
    {
        using var built = Build(RawMail.New(isSigned: true), Settings with { ReplyTo = "help@foo.example" });

        Assert.True(built.Added.IsEmpty);
        Assert.Equal(built.Size, built.Content.Length);
    }

    [Theory]
    [InlineData("codes@FOO.example")]
    [InlineData("App <codes@foo.example>")]
    [InlineData("(comment) codes@foo.example (more)")]
    [InlineData("=?utf-8?q?B=C3=BC?=\n  <codes@foo.example>")]
    public void Check_FromIsTheProviders_Passes(string from) => Assert.Null(Check(From(from), Settings).Fault);

    [Fact]
    public void Check_FromInUnicodeAndAsALabel_IsTheSame() =>
        Assert.Null(Check(From("<codes@xn--bcher-kva.example>"), Settings with { FromAddress = "codes@Bücher.example" }).Fault);

    [Theory]
    [InlineData("Codes@foo.example")]
    [InlineData("codes@bar.example")]
    [InlineData("codes@sub.foo.example")]
    public void Check_OtherFrom_WaitsWithACureAndBlamesTheMessage(string from)
    {
        var (addresses, fault) = Check(From(from), Settings);

        Assert.Null(addresses);
        var judged = fault!.Judged!;
        Assert.Equal((Blame.Message, FailureOutcome.NotAccepted, true), (judged.Blame, judged.Outcome, fault.IsRetryable));
        Assert.Contains(from, judged.Advice.Cause, StringComparison.Ordinal);
        Assert.Contains("codes@foo.example", judged.Advice.Cause, StringComparison.Ordinal);
        Assert.Contains($"Set From Address to {from}", judged.Advice.Cure, StringComparison.Ordinal);
    }

    [Fact]
    public void Build_OtherFromThatWasAllowed_GoesWithoutWhatIsTheProvidersOwn()
    {
        var raw = From("Ann <ann@foo.example>") with { MayNameOther = true };

        using var built = Build(raw, Settings with { ReplyTo = "help@foo.example" });

        Assert.Equal("codes@foo.example", built.Sender);
        Assert.True(built.Added.IsEmpty);
    }

    [Theory]
    [InlineData("a@foo.example, b@foo.example")]
    [InlineData("")]
    [InlineData("nobody")]
    [InlineData("<>")]
    public void Check_FromThatIsNotOneAddress_IsRefused(string from)
    {
        var (addresses, fault) = Check(From(from) with { MayNameOther = true }, Settings);

        Assert.Null(addresses);
        Assert.Contains("From header", fault!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a\rb\r\n")]
    [InlineData("a\nb\r\n")]
    [InlineData("a\0b\r\n")]
    [InlineData("a")]
    [InlineData("a\n.\r\nMAIL FROM:<x@foo.example>\r\n")]
    [InlineData("a\r\n.\nb\r\n")]
    [InlineData("a\r\r\n")]
    public void Check_LineThatEndsInAnotherWay_IsRefused(string body)
    {
        var fit = RawMail.New();
        var raw = fit with { Content = (byte[])[.. fit.Content.Span, .. System.Text.Encoding.ASCII.GetBytes(body)] };

        Assert.Equal(DeliveryFailureKind.InvalidMessage, Check(raw, Settings).Fault!.Kind);
    }

    [Fact]
    public void Build_EnvelopeOfManyAndHeadersThatAreNone_GoesToTheEnvelope()
    {
        var raw = RawMail.Of("From: codes@foo.example\nTo: undisclosed-recipients:;\nCc: @@@ no address\nMessage-ID: <1@x>\n\n\n");

        using var built = new MessageBuilder(TimeProvider.System).Build(
            RawMail.Email(raw, "a@bar.example", "b@Bücher.example", "a@bar.example") with { Recipients = [new MimeKit.MailboxAddress("", "nobody")] }, Settings).Message!;

        Assert.Equal(["a@bar.example", "b@xn--bcher-kva.example"], built.Recipients);
        Assert.False(built.NeedsSmtpUtf8);
    }

    [Fact]
    public void Check_NoEnvelope_IsRefused() =>
        Assert.NotNull(MessageBuilder.Check(RawMail.Email(RawMail.New()) with { Envelope = [] }, Settings).Fault);

    [Theory]
    [InlineData("Größe", false, "someone@bar.example", false, true)]
    [InlineData("plain", false, "jürgen@bar.example", true, false)]
    [InlineData("plain", true, "someone@bar.example", true, false)]
    public void Build_WhatIsBeyondAscii_SaysWhatItNeeds(string body, bool hasUtf8Header, string recipient, bool needsUtf8, bool needsEightBit)
    {
        var raw = RawMail.Of(RawMail.Header + (hasUtf8Header ? "X-Note: ü\n" : "") + "\n" + body + "\n");

        using var built = new MessageBuilder(TimeProvider.System).Build(RawMail.Email(raw, recipient), Settings).Message!;

        Assert.Equal((needsUtf8, needsEightBit), (built.NeedsSmtpUtf8, built.NeedsEightBit));
    }

    [Fact]
    public async Task Build_LargeMessage_IsHeldOnceUntilItIsWritten()
    {
        const int Size = 25 * 1024 * 1024;
        var raw = RawMail.New() is var small ? small with { Content = (byte[])[.. small.Content.Span, .. Enumerable.Repeat(".line\r\n"u8.ToArray(), Size / 7).SelectMany(l => l)] } : null!;
        var form = EmailConsole.Outbox.Content.ContentForm.Write(EmailConsole.Outbox.Content.StoredContent.Of(RawMail.Email(raw)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var read = EmailConsole.Outbox.Content.ContentForm.Read(form)!.Raw!;
        using var built = Build(read, Settings);
        await EmailConsole.Delivery.Smtp.DotStuffing.WriteAsync(Stream.Null, built.Added, built.Content, CancellationToken.None);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1024 * 1024);
        Assert.True(built.Content.Length > Size);
    }

    private static RawMessage From(string from) => RawMail.Of($"To: x@bar.example\nFrom: {from}\nMessage-ID: <{RawMail.MessageId}>\n\nText\n");

    private static BuiltMessage Build(RawMessage raw, EmailProviderSettings settings) =>
        new MessageBuilder(TimeProvider.System).Build(RawMail.Email(raw), settings).Message!;

    private static (MessageAddresses? Addresses, Fault? Fault) Check(RawMessage raw, EmailProviderSettings settings) =>
        MessageBuilder.Check(RawMail.Email(raw), settings);
}
