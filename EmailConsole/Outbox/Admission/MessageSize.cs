using System.Text;
using EmailConsole.Delivery;
using MimeKit;

namespace EmailConsole.Outbox.Admission;

/// <summary>
/// What a message will take on the wire, without building it: the sender builds it later, once. Rather a little too much
/// than too little; what it gets wrong are soft line breaks of texts, not attachments.
/// </summary>
internal static class MessageSize
{
    // From, Date, Message-ID, MIME-Version, Auto-Submitted, the outermost Content-Type
    private const int Frame = 500;

    // A boundary and the headers of a part
    private const int Part = 160;

    // A quoted-printable line holds 75 characters, its = and its line break come on top
    private const int QuotedLine = 75;

    // With a larger part of bytes beyond ASCII MimeKit takes base64
    private const double MostEightBit = 0.17;

    public static long Estimate(OutgoingEmail email)
    {
        var size = Frame + Header(email.Subject) + Body(email.Text) + Body(email.Html)
            + Addresses(email.Recipients) + Addresses(email.Cc) + Addresses(email.ReplyTo);
        foreach (var header in email.Headers)
        {
            size += header.Name.Length + 4 + Header(header.Value);
        }

        foreach (var attachment in email.Attachments)
        {
            size += (2 * Part) + (2 * Header(attachment.Name)) + attachment.ContentType.Length + (attachment.ContentId?.Length ?? 0)
                + Base64(attachment.Content.Length);
        }

        return size;
    }

    private static long Body(string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            return text is null ? 0 : Part;
        }

        var bytes = (long)Encoding.UTF8.GetByteCount(text);
        var breaks = text.AsSpan().Count('\n');
        var eightBit = bytes == text.Length ? 0 : bytes - text.Length + NotAscii(text);
        if (eightBit > bytes * MostEightBit)
        {
            return Part + Base64(bytes + breaks);
        }

        var quoted = bytes + (2 * (eightBit + text.AsSpan().Count('='))) + breaks;
        return Part + quoted + (3 * quoted / QuotedLine);
    }

    private static long NotAscii(string text)
    {
        var count = 0L;
        foreach (var c in text)
        {
            count += char.IsAscii(c) ? 0 : 1;
        }

        return count;
    }

    private static long Addresses(IReadOnlyList<MailboxAddress> mailboxes)
    {
        var size = 0L;
        foreach (var mailbox in mailboxes)
        {
            size += mailbox.Address.Length + 6 + (mailbox.Name is { Length: > 0 } name ? Header(name) : 0);
        }

        return size;
    }

    // Encoded words (RFC 2047) take up to three characters for a byte and a frame for each line
    private static long Header(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        return bytes == text.Length ? bytes + 2 : (4 * bytes) + 16;
    }

    // Lines of 76 characters and a line break
    private static long Base64(long bytes)
    {
        var characters = (bytes + 2) / 3 * 4;
        return characters + (2 * ((characters + 75) / 76));
    }
}
