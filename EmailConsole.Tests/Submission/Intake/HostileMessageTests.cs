using System.Diagnostics;
using System.Globalization;
using System.Text;
using EmailConsole.Submission.Intake;
using Xunit.Abstractions;

namespace EmailConsole.Tests.Submission.Intake;

/// <summary>What is made to take long: as large as the door takes it, of what parsers go over again and again.</summary>
public sealed class HostileMessageTests(ITestOutputHelper output)
{
    private const int Largest = 24 * 1024 * 1024;
    private const int LargestField = 90 * 1024;

    // On a busy machine; each takes less than a second or two otherwise
    private static readonly TimeSpan Longest = Bound.Wait / 2;

    public static TheoryData<string> Bodies => ["\n", "\r\n", "a\n", "\u00fc", "\u00fc\n", "=", "= \r\n", "=3D", " \r\n", "\u3042"];

    public static TheoryData<string> Pieces =>
    [
        "(", ")", "<", ">", "\"", "\\", "a,", ",", "@", ":", ";", "a;", "a:", "a@b ", "a@b,", "<a@b>,", "[", ".", "=?", "=?utf-8?q?", "=?utf-8?q?a?=", "=?utf-8?b?/?= ",
        "\u00c3\u00bc", "\u00c3\u00bc ", "\u00c3\u00bc<a@b>,", "(\u00c3\u00bc", "a=b;", "a*0=\u00c3\u00bc;", "a*1*=%;", " ", "\t", "\r\n a", "\r\n ", "h=", "h=a;", "h=a:",
    ];

    [Theory]
    [MemberData(nameof(Bodies))]
    public void Take_LargeBody_EndsSoon(string piece)
    {
        var body = Repeated(piece, Largest);

        Measure(IntakeBed.Plain("", body));
        Measure(IntakeBed.Plain("Content-Type: text/plain; charset=x\r\n", body + "\u00c3\u00bc"));
        Measure(IntakeBed.Plain("Content-Type: a/b\r\n", body + "\u00c3\u00bc"));
        Measure(IntakeBed.Plain("Content-Transfer-Encoding: base64\r\n", body + "\u00c3\u00bc"));
        Measure(IntakeBed.Plain("Content-Transfer-Encoding: quoted-printable\r\n", body + "\u00c3\u00bc"));
    }

    [Theory]
    [InlineData("--\n")]
    [InlineData("---\n")]
    [InlineData("-----------------------------------------------")]
    [InlineData("--- \n")]
    [InlineData("\n--- x")]
    [InlineData("---\nContent-Type: multipart/mixed; boundary=-\n\n")]
    [InlineData("---\nContent-Type: message/rfc822\n\n")]
    public void Take_LargeMultipart_EndsSoon(string piece) =>
        Measure(IntakeBed.Plain("Content-Type: multipart/mixed; boundary=-\r\n", Repeated(piece, Largest) + "\n---\n\n\u00c3\u00bc\n-----\n"));

    /// <summary>The name stands before each piece of the value (RFC 2231 section 3).</summary>
    [Theory]
    [InlineData(40_000)]
    [InlineData(1_900)]
    [InlineData(900)]
    public void Take_LongParameter_IsNotMultiplied(int length)
    {
        var parameter = $"; {new string('n', length)}=\"{Repeated("\u00c3\u00bc", length)}\"\r\n";

        Measure(IntakeBed.Plain($"Content-Type: text/plain{parameter}", "\u00c3\u00bc"));
        Measure(IntakeBed.Plain($"Content-Disposition: attachment{parameter}", "\u00c3\u00bc"));
    }

    [Fact]
    public void Take_NestedMultiparts_EndSoon()
    {
        var nested = new StringBuilder();
        for (var i = 0; i < 19; i++)
        {
            nested.Append(CultureInfo.InvariantCulture, $"--b{i}\r\nContent-Type: multipart/mixed; boundary=b{i + 1}\r\n\r\n");
        }

        Measure(IntakeBed.Plain("Content-Type: multipart/mixed; boundary=b0\r\n", nested + "--b19\r\n\r\n" + Repeated("--b\r\n", Largest) + "\u00c3\u00bc\r\n"));
    }

    [Theory]
    [MemberData(nameof(Pieces))]
    public void Take_LargeField_EndsSoon(string piece)
    {
        foreach (var name in new[]
        {
            "From", "To", "Cc", "Sender", "Reply-To", "Subject", "Message-ID", "Date", "Content-Type", "Content-Disposition", "MIME-Version", "Received",
            "DKIM-Signature", "X-EmailConsole-Metadata-a", "X-EmailConsole-Priority", "Content-Transfer-Encoding",
        })
        {
            // Longer than a line, so that it would be written again; and as large as may be
            Measure($"{name}: {Repeated(piece, 3_900)}\r\n{IntakeBed.Plain()}");
            Measure($"{name}: {Repeated(piece, LargestField)}\r\n{IntakeBed.Plain()}");
            Measure($"{name}: {Repeated(piece, LargestField)}\r\nFrom: {IntakeBed.From}\r\n\r\n\u00c3\u00bc");
        }
    }

    [Fact]
    public void Take_LargeMessage_IsCopiedOnce()
    {
        var content = Encoding.Latin1.GetBytes(IntakeBed.Plain("", Repeated("0123456789\r\n", Largest)));
        var before = GC.GetAllocatedBytesForCurrentThread();

        var email = IntakeBed.Email(IntakeBed.Take(content));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, content.Length, content.Length + (1024 * 1024));
        Assert.InRange(email.Size, content.Length, content.Length + 1_000);
    }

    private static string Repeated(string piece, int length) => string.Concat(Enumerable.Repeat(piece, length / piece.Length));

    private void Measure(string message)
    {
        var octets = Encoding.Latin1.GetBytes(message);
        var watch = Stopwatch.StartNew();
        var result = IntakeBed.Take(octets, IntakeBed.Replace, o => o.MaxMessageSize = 100 * 1024 * 1024);
        var took = watch.Elapsed;
        if (took > TimeSpan.FromMilliseconds(300))
        {
            output.WriteLine($"{took.TotalMilliseconds:0} ms {(result as IntakeResult.Refused)?.Reply} {message[..Math.Min(message.Length, 40)]}");
        }

        Assert.InRange(took, TimeSpan.Zero, Longest);
        if (result is IntakeResult.Taken taken)
        {
            var scan = ContentScan.Of(taken.Email.Raw().Content.Span);
            Assert.False(scan.HasNul || scan.HasBareCr || scan.HasBareLf || scan.HasLongLine);
        }
    }
}
