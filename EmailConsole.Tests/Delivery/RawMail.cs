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
