using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;
using MimeKit;

namespace EmailConsole.Tests.Delivery.Mime;

/// <summary>As seen on the wire: what is ASCII is never an encoded word.</summary>
public sealed class AsciiHeaderTests
{
    private static readonly EmailProviderSettings Settings = new() { FromAddress = "codes@foo.example" };

    private static readonly OutgoingEmail Email = new([new MailboxAddress("", "to@bar.example")], "Subject", "Text", null);

    private static readonly string Json200 = $$"""{"to":["a@b.example"],"category":"{{new string('x', 160)}}"}""";

    public static TheoryData<string, string> Headers => new()
    {
        { "X-SMTPAPI", Json200 },
        { "X-SMTPAPI", $"{{\"a\": \"{new string('y', 70)}\", \"b\": \"{new string('z', 300)}\"}}" },
        { "List-Unsubscribe", $"<https://foo.example/{new string('u', 300)}>" },
        { "List-Unsubscribe", $"<mailto:u@foo.example?subject={new string('u', 200)}>, <https://foo.example/{new string('u', 200)}>" },
        { "References", string.Join(' ', Enumerable.Range(0, 40).Select(i => $"<{i:D30}@foo.example>")) },
        { "In-Reply-To", $"<{new string('i', 150)}@foo.example>" },
        { "Feedback-ID", string.Join(':', Enumerable.Repeat("campaign", 30)) },
        { "Keywords", "one,  two\tthree " + string.Join("   ", Enumerable.Repeat("word", 60)) },
        { "X-Note", new string('x', 998 - "X-Note: ".Length) },
        { "Subject", new string('s', 400) },
        { "Subject", string.Join(' ', Enumerable.Repeat(new string('s', 90), 5)) },
    };

    [Fact]
    public void Build_ManyBlanksBeforeAnotherLetter_FitTheirLines()
    {
        var subject = $"G{new string(' ', 985)}ü";

        var content = Content(Email with { Subject = subject });

        Assert.All(content.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        Assert.Equal(subject, MimeMessage.Load(new MemoryStream(Encoding.ASCII.GetBytes(content))).Subject);
    }

    [Theory]
    [MemberData(nameof(Headers))]
    public void Build_AsciiValue_GoesOutAsItIs(string name, string value)
    {
        var content = Content(name == "Subject" ? Email with { Subject = value } : Email with { Headers = [new(name, value)] });

        Assert.Equal(value, Unfolded(content, name));
        Assert.DoesNotContain("=?", content, StringComparison.Ordinal);
        var lines = content[..content.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n");
        Assert.All(lines, line => Assert.InRange(line.Trim().Length, 1, 998));
        Assert.All(lines, line => Assert.True(line.Length <= 78 || !line[1..].Trim().Contains(' ') || line.Trim().IndexOf(' ') == name.Length + 1, line));
    }

    [Fact]
    public void Build_AsciiNames_GoOutAsTheyAre()
    {
        var name = new string('n', 200);

        var content = Content(Email with { Recipients = [new MailboxAddress(name, "to@bar.example"), new MailboxAddress("A \"B\", C", "c@bar.example")] });

        Assert.Equal($"\"{name}\" <to@bar.example>, \"A \\\"B\\\", C\" <c@bar.example>", Unfolded(content, "To"));
    }

    [Fact]
    public void Build_ValueInAnyLanguage_IsStillEncoded()
    {
        var content = Content(Email with { Headers = [new("X-Note", "Größe ✓ " + new string('x', 100))] });

        Assert.True(Ascii.IsValid(content));
        using var stream = new MemoryStream(Encoding.ASCII.GetBytes(content));
        Assert.Equal("Größe ✓ " + new string('x', 100), MimeMessage.Load(stream).Headers["X-Note"]);
    }

    [Theory]
    [InlineData("=?utf-8?b?SGk=?=")]
    [InlineData("Look: =?utf-8?q?Hi_there?= and more")]
    [InlineData("\u00E4")]
    [InlineData("Ihr Code f\u00FCr die  Anmeldung\tist 421337, nur heute und nur f\u00FCr Sie g\u00FCltig, wie immer")]
    [InlineData("plain plain plain plain plain plain plain plain plain plain plain plain \u00E4 plain plain plain plain plain plain")]
    public void Build_TextThatIsEncoded_ReadsAsItIsInWordsAndLinesAsLongAsAllowed(string text)
    {
        foreach (var value in new[] { text, string.Concat(Enumerable.Repeat(text, 100 / text.Length + 1)), string.Concat(Enumerable.Repeat("\u00E4\u20AC\U0001F600", 40)) })
        {
            var content = Content(Email with { Subject = value, Headers = [new("X-Note", value)] });

            using var stream = new MemoryStream(Encoding.ASCII.GetBytes(content));
            var read = MimeMessage.Load(stream);
            Assert.Equal((value, value), (read.Subject, read.Headers["X-Note"]));
            foreach (var line in content[..content.IndexOf("\r\n\r\n", StringComparison.Ordinal)].Split("\r\n").Where(l => l.Contains("=?", StringComparison.Ordinal)))
            {
                Assert.True(line.Length <= 78, line);
                Assert.All(line.Split(' ').Where(w => w.StartsWith("=?", StringComparison.Ordinal)), word => Assert.InRange(word.Length, 1, 75));
            }
        }
    }

    [Theory]
    [InlineData("X-Note", 991)]
    [InlineData("Subject", 990)]
    public void Build_WordLongerThanALine_IsInvalid(string name, int length)
    {
        var value = new string('x', length);

        var (message, fault) = new MessageBuilder(TimeProvider.System).Build(
            name == "Subject" ? Email with { Subject = value } : Email with { Headers = [new(name, value)] }, Settings);

        Assert.Null(message);
        Assert.Contains("998", fault!.Detail, StringComparison.Ordinal);
    }

    private static string Content(OutgoingEmail email)
    {
        var (message, fault) = new MessageBuilder(TimeProvider.System).Build(email, Settings);
        Assert.True(message is not null, fault?.Detail);
        using (message)
        {
            return Encoding.ASCII.GetString(message.Content.Span);
        }
    }

    private static string Unfolded(string content, string name)
    {
        var start = content.IndexOf($"\r\n{name}: ", StringComparison.Ordinal) + name.Length + 4;
        var end = start;
        do
        {
            end = content.IndexOf("\r\n", end + 1, StringComparison.Ordinal);
        }
        while (content[end + 2] is ' ' or '\t');

        return content[start..end].Replace("\r\n", "", StringComparison.Ordinal);
    }
}
