using System.Text;
using EmailConsole.Delivery;
using MimeKit;

namespace EmailConsole.Tests.Delivery;

/// <summary>Messages as programs write them, for tests.</summary>
internal static class RawMail
{
    public const string MessageId = "own.4711@app.foo.example";

    public const string Header = $"""
        From: "App, the" <codes@foo.example>
        To: Someone <someone@bar.example>
        Subject: A =?utf-8?q?gr=C3=BC=C3=9Fe?=
          that  goes on
        Date: Mon, 02 Feb 2026 10:00:00 +0100
        Message-Id: <{MessageId}>
        MIME-Version: 1.0

        """;

    public const string Body = "Content-Type: text/plain; charset=us-ascii\r\n\r\n.one\r\n..two\r\n.\r\nthree \r\n";

    /// <summary>Text, HTML with an image that it shows, a file with a name beyond ASCII and a message within the message.</summary>
    public const string Nested = """
        From: =?utf-8?q?Gr=C3=BC=C3=9Fe?= <codes@foo.example>
        To: Someone <someone@bar.example>, "Two, the" <two@bar.example>
        Cc: three@bar.example
        Reply-To: Help <help@foo.example>
        Subject: =?utf-8?b?R3LDvMOfZQ==?=
        Date: Mon, 02 Feb 2026 10:00:00 +0100
        Message-ID: <own.4711@app.foo.example>
        Received: from app by foo.example
        Sender: somebody@foo.example
        In-Reply-To: <earlier@app.foo.example>
        X-App: a
         b
        MIME-Version: 1.0
        Content-Type: multipart/mixed; boundary="m"

        --m
        Content-Type: multipart/alternative; boundary=a

        --a
        Content-Type: text/plain; charset=iso-8859-1
        Content-Transfer-Encoding: quoted-printable

        Gr=FC=DFe
        --a
        Content-Type: multipart/related; boundary=r

        --r
        Content-Type: text/html; charset=utf-8
        Content-Transfer-Encoding: base64

        PHA+R3LDvMOfZSA8aW1nIHNyYz0iY2lkOmxvZ28iPjwvcD4=
        --r
        Content-Type: image/png; name=logo.png
        Content-ID: <logo>
        Content-Disposition: inline; filename=logo.png
        Content-Transfer-Encoding: base64

        AQID
        --r--
        --a--
        --m
        Content-Type: application/pdf
        Content-Disposition: attachment; filename*=utf-8''%C3%9Cbersicht.pdf
        Content-Transfer-Encoding: base64

        BAUG
        --m
        Content-Type: text/plain; charset=us-ascii
        Content-Disposition: attachment; filename="a/b.txt"

        a file
        --m
        Content-Type: message/rfc822

        Subject: within

        Inner
        --m--

        """;

    /// <summary>Fit as the door makes it.</summary>
    public static RawMessage Of(string text, bool isSigned = false, bool mayNameOther = false)
    {
        var bytes = Encoding.UTF8.GetBytes(Lines(text));
        var body = bytes.AsSpan().IndexOf("\r\n\r\n"u8);
        return new RawMessage(
            bytes,
            NeedsEightBit: bytes.AsSpan(body).ContainsAnyInRange<byte>(128, 255),
            NeedsUtf8: bytes.AsSpan(0, body).ContainsAnyInRange<byte>(128, 255),
            isSigned,
            mayNameOther);
    }

    /// <summary>The usual one.</summary>
    public static RawMessage New(string more = "", bool isSigned = false) => Of(Header + more + Body, isSigned);

    public static OutgoingEmail Email(RawMessage raw, params string[] envelope) =>
        new([new MailboxAddress("Someone", "someone@bar.example")], "A grüße that goes on", null, null)
        {
            Envelope = [.. (envelope.Length == 0 ? ["someone@bar.example"] : envelope).Select(a => new MailboxAddress(null, a))],
            MessageId = MessageId,
            Raw = raw,
        };

    public static string Text(ReadOnlyMemory<byte> content) => Encoding.UTF8.GetString(content.Span);

    /// <summary>With the line breaks of mail, however the source has them.</summary>
    public static string Lines(string text) => text.Replace("\r\n", "\n", StringComparison.Ordinal).Replace("\n", "\r\n", StringComparison.Ordinal);
}
