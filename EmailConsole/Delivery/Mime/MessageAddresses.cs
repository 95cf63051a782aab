using EmailConsole.EmailProviders;
using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>Everybody whom a message names, as SMTP carries them.</summary>
internal sealed record MessageAddresses(
    WireAddress From,
    IReadOnlyList<WireAddress> To,
    IReadOnlyList<WireAddress> Cc,
    IReadOnlyList<WireAddress> ReplyTo,
    IReadOnlyList<WireAddress> Envelope)
{
    public IEnumerable<WireAddress> All => [From, .. To, .. Cc, .. Envelope, .. ReplyTo];

    /// <returns>Null where an address is none; <paramref name="fault"/> says which.</returns>
    public static MessageAddresses? Read(OutgoingEmail email, EmailProviderSettings settings, out string? fault)
    {
        if (!WireAddress.TryParse(settings.FromAddress, out var from))
        {
            fault = $"From Address '{settings.FromAddress}' is not an email address";
            return null;
        }

        if ((email.Envelope ?? [.. email.Recipients, .. email.Cc]).Count == 0)
        {
            fault = "there is no recipient";
            return null;
        }

        return Encode(email.Recipients, out fault) is { } to
            && Encode(email.Cc, out fault) is { } cc
            && ReadReplyTo(email, settings, out fault) is { } replyTo
            && (email.Envelope is null ? [.. to, .. cc] : Encode(email.Envelope, out fault)) is { } envelope
            ? new MessageAddresses(from, to, cc, replyTo, envelope)
            : null;
    }

    private static List<WireAddress>? Encode(IReadOnlyList<MailboxAddress> mailboxes, out string? fault)
    {
        List<WireAddress> found = new(mailboxes.Count);
        foreach (var mailbox in mailboxes)
        {
            if (!WireAddress.TryEncode(mailbox, out var encoded) || mailbox.Name.AsSpan().ContainsAny('\r', '\n', '\0'))
            {
                fault = $"'{mailbox.Address}' is not an email address";
                return null;
            }

            found.Add(encoded);
        }

        fault = null;
        return found;
    }

    private static List<WireAddress>? ReadReplyTo(OutgoingEmail email, EmailProviderSettings settings, out string? fault)
    {
        if (email.ReplyTo.Count > 0)
        {
            return Encode(email.ReplyTo, out fault);
        }

        List<WireAddress> found = [];
        foreach (var text in (settings.ReplyTo ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!WireAddress.TryParse(text, out var encoded))
            {
                fault = $"Reply-To Address '{text}' is not an email address";
                return null;
            }

            found.Add(encoded);
        }

        fault = null;
        return found;
    }
}
