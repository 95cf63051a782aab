using System.Text;
using MimeKit;

namespace EmailConsole.Tests.Submission.Intake;

/// <summary>What is encoded so that any server takes it, and what is not touched beside it.</summary>
public sealed class RepairTests
{
    /// <summary>A forwarded message beside an attachment, with everything wrong that a program without a library does.</summary>
    public static string Nested { get; } = IntakeBed.Utf8(IntakeBed.Plain(
        "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"outer\"\r\nContent-Transfer-Encoding: 8bit\r\n",
        $"""
        Vorwort für niemanden
        --outer
        Content-Type: message/rfc822
        Content-Transfer-Encoding: 8bit

        From: Jürgen <j@bar.example>
        Subject: Größe
        Content-Type: multipart/alternative; boundary=outer-in

        --outer-in

        Text: ÄÖÜ=3D
        {new string('y', 1500)}
        --outer-in
        Content-Type: text/html

        <p>ÄÖÜ</p>
        --outer-in--
        --outer
        Content-Type: text/plain; charset=us-ascii

        untouched =C3=BC
        --outer
        Content-Type: application/octet-stream; name="Größe.bin"
        Content-Disposition: attachment; filename="Größe.bin"
        Content-Transfer-Encoding: 8bit

        äöü
        --outer--
        Nachwort für niemanden
        """.ReplaceLineEndings("\r\n")));

    private static MimeMessage Repaired(string fields, string body) => Fit.Assert(IntakeBed.Taken(IntakeBed.Plain(fields, body))).Read();

    [Fact]
    public void Take_NestedParts_OnlyThoseThatNeedItAreEncoded()
    {
        var email = Fit.Assert(IntakeBed.Taken(Nested));

        Assert.True(email.Raw() is { NeedsEightBit: false, NeedsUtf8: false });
        Assert.Contains("--outer\r\nContent-Type: text/plain; charset=us-ascii\r\n\r\nuntouched =C3=BC\r\n--outer\r\n", email.Text(), StringComparison.Ordinal);
        var parts = Assert.IsType<Multipart>(email.Read().Body);
        var inner = Assert.IsType<MessagePart>(parts[0]).Message!;
        Assert.Equal("Größe", inner.Subject);
        Assert.Equal("Jürgen", Assert.Single(inner.From.Mailboxes).Name);
        Assert.Equal($"Text: ÄÖÜ=3D\r\n{new string('y', 1500)}", inner.TextBody!.ReplaceLineEndings("\r\n"));
        Assert.Equal("<p>ÄÖÜ</p>", inner.HtmlBody);
        var attachment = Assert.IsType<MimePart>(parts[2]);
        Assert.Equal("Größe.bin", attachment.FileName);
        Assert.Equal("äöü", Encoding.UTF8.GetString(Decoded(attachment)));
        Assert.DoesNotContain("niemanden", email.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Take_TextWithHardLines_ReadsTheSame()
    {
        var text = $"a \r\n\t\r\n.\r\n..\r\nFrom x\r\n=\r\n{string.Concat(Enumerable.Repeat("wort ", 300))}\r\nü \r\n\r\n";

        Assert.Equal(text, Repaired("Content-Type: text/plain; charset=utf-8\r\n", IntakeBed.Utf8(text)).TextBody!.ReplaceLineEndings("\r\n"));
    }

    [Fact]
    public void Take_TextOfManyLetters_IsBase64AndReadsTheSame()
    {
        var text = string.Concat(Enumerable.Repeat("こんにちは、世界。\n", 300));

        var message = Repaired("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n", IntakeBed.Utf8(text));

        Assert.Equal(text, message.TextBody!.ReplaceLineEndings("\n"));
        Assert.Equal(ContentEncoding.Base64, Assert.IsType<TextPart>(message.Body).ContentTransferEncoding);
        Assert.DoesNotContain("\n\n", Encoding.UTF8.GetString(Decoded((MimePart)message.Body)).Replace("\r\n", "\r", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public void Take_LongLineOfQuotedPrintable_ReadsTheSame()
    {
        var body = string.Concat(Enumerable.Repeat("a=C3=BC=0D=0A= \r\nb\u00c3\u00bc=x=3d ", 80)) + new string('z', 1000) + "\r\nend=";

        var message = Repaired("Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: Quoted-Printable\r\n", body);

        var text = Assert.IsType<TextPart>(message.Body);
        Assert.StartsWith("aü\r\nbü=x= aü\r\nbü", Encoding.UTF8.GetString(Decoded(text)), StringComparison.Ordinal);
        Assert.Contains(new string('z', 1000) + "\r\nend", Encoding.UTF8.GetString(Decoded(text)), StringComparison.Ordinal);
    }

    [Fact]
    public void Take_Base64OnOneLine_IsBrokenIntoLines()
    {
        var octets = new byte[5_000];
        new Random(1).NextBytes(octets);

        var message = Repaired("Content-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n", Convert.ToBase64String(octets) + "\u00fc\r\n");

        Assert.Equal(octets, Decoded(Assert.IsType<MimePart>(message.Body)));
    }

    [Theory]
    [InlineData("text/html", "utf-8")]
    [InlineData("text/html;", "utf-8")]
    [InlineData("text/html; format=flowed", "utf-8")]
    [InlineData("text/html; charset=iso-8859-1", "iso-8859-1")]
    public void Take_TextThatNamesNoCharset_IsUtf8(string type, string charset) =>
        Assert.Equal(charset, Repaired($"MIME-Version: 1.0\r\nContent-Type: {type}\r\n", "\u00c3\u00bc\r\n").Body!.ContentType.Charset);

    [Theory]
    [InlineData("Content-Type: multipart/mixed\r\n", "\u00fc\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n", "\u00fc\r\n")]
    [InlineData("", "\u00fc\r\n")]
    [InlineData("Content-Transfer-Encoding: x-uuencode\r\n", "\u00fc\r\n")]
    [InlineData("Content-Type: message/partial\r\n", "\u00fc\r\n")]
    [InlineData("X-A: \u00fc\r\n", "")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n", "--b\r\nContent-Type: multipart/signed; boundary=c\r\n\r\n\u00fc\r\n--b--\r\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\r\n", "--b\r\nno field \u00fc\r\n--b--\r\n")]
    public void Take_WhatCannotBeRepaired_IsRefused(string fields, string body) =>
        Assert.StartsWith("554 5.6.0 The message cannot be passed on.", IntakeBed.Refused(IntakeBed.Plain(fields, body)), StringComparison.Ordinal);

    [Fact]
    public void Take_TooManyPartsOrTooDeep_IsRefused()
    {
        var many = string.Concat(Enumerable.Repeat("--b\r\n\r\n\r\n", 1_001)) + "--b\r\n\r\n\u00c3\u00bc\r\n--b--\r\n";
        Assert.Contains("parts", IntakeBed.Refused(IntakeBed.Plain("Content-Type: multipart/mixed; boundary=b\r\n", many)), StringComparison.Ordinal);

        var deep = string.Concat(Enumerable.Repeat("Content-Type: message/rfc822\r\n\r\n", 30)) + "\r\n\u00c3\u00bc\r\n";
        Assert.Contains("parts", IntakeBed.Refused(IntakeBed.Plain("Content-Type: message/rfc822\r\n", deep)), StringComparison.Ordinal);
    }

    [Fact]
    public void Take_FieldsInUtf8_AreEncodedWords()
    {
        var message = Repaired(
            IntakeBed.Utf8($"Cc: Jürgen \"J\" Groß <j@bar.example>, Plain <p@bücher.example>, group: Ä <a@b.example>;\r\nComments: {string.Concat(Enumerable.Repeat("Größe ", 300))}\r\nX-Mixed: =?utf-8?q?=C3=BC?= ü\r\n"),
            "Hello\r\n");

        Assert.Equal(["Jürgen J Groß", "Plain", "Ä"], message.Cc.Mailboxes.Select(m => m.Name));
        Assert.Equal(["j@bar.example", "p@xn--bcher-kva.example", "a@b.example"], message.Cc.Mailboxes.Select(m => MailboxAddress.EncodeAddrspec(m.Address)));
        Assert.Equal(string.Concat(Enumerable.Repeat("Größe ", 300)).Trim(), message.Headers["Comments"]);
        Assert.Equal("ü ü", message.Headers["X-Mixed"]);
    }

    [Fact]
    public void Take_AddressBeyondAscii_NeedsUtf8()
    {
        var email = Fit.Assert(IntakeBed.Taken(IntakeBed.Plain(IntakeBed.Utf8("Cc: Jürgen <jürgen@bücher.example>\r\n"))));

        Assert.True(email.Raw().NeedsUtf8);
        Assert.Contains(IntakeBed.Utf8("<jürgen@xn--bcher-kva.example>"), email.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Take_AddressBeyondAsciiInAPart_NeedsBoth()
    {
        var email = Fit.Assert(IntakeBed.Taken(IntakeBed.Plain(
            "MIME-Version: 1.0\r\nContent-Type: message/rfc822\r\n", IntakeBed.Utf8("From: jürgen@bar.example\r\nSubject: ü\r\n\r\n"))));

        Assert.True(email.Raw() is { NeedsUtf8: true, NeedsEightBit: true });
    }

    [Fact]
    public void Take_LongLinesOfFields_AreFolded()
    {
        var references = string.Join(' ', Enumerable.Range(0, 60).Select(i => $"<{i}.12345678901234567890@foo.example>"));
        var addresses = string.Join(',', Enumerable.Range(0, 100).Select(i => $"a{i}@bar.example"));

        var message = Repaired($"References: {references}\r\nCc: {addresses}\r\nX-A: {new string('a', 3_000)}\r\n", "Hello\r\n");

        Assert.Equal(60, message.References.Count);
        Assert.Equal(100, message.Cc.Count);
        Assert.Equal(new string('a', 3_000), message.Headers["X-A"]);
    }

    [Theory]
    [InlineData("Date: yesterday\r\n")]
    [InlineData("Date:\r\n")]
    [InlineData("Date: S\u00fcn, 29 Nov 2026 20:07:27 +0100\r\n")]
    [InlineData("")]
    public void Take_NoDate_GetsOne(string field) => Assert.Contains(
        "\r\nDate: Sun, 29 Nov 2026 19:07:28 +0000\r\n",
        Fit.Assert(IntakeBed.Taken(IntakeBed.Plain().Replace("Date: Sun, 29 Nov 2026 20:07:27 +0100\r\n", field, StringComparison.Ordinal))).Text(),
        StringComparison.Ordinal);

    [Fact]
    public void Take_SubjectOfAnyKind_IsShownInOneShortLine()
    {
        Assert.Equal("a b", Subject("=?utf-8?q?a=0D=0Ab?=".Replace("=0D=0A", "=0A", StringComparison.Ordinal)));
        Assert.Equal("", Subject(""));
        Assert.Equal(998, Subject(string.Join("\r\n ", Enumerable.Repeat(new string('s', 500), 5))).Length);
        Assert.Equal("Grüße", Subject("=?iso-8859-1?q?Gr=FC=DFe?="));

        static string Subject(string value) =>
            IntakeBed.Taken(IntakeBed.Plain().Replace("Subject: Your code", $"Subject: {value}", StringComparison.Ordinal)).Content.Subject;
    }

    private static byte[] Decoded(MimePart part)
    {
        using var decoded = new MemoryStream();
        part.Content!.DecodeTo(decoded);
        return decoded.ToArray();
    }
}
