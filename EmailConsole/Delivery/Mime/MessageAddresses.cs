using EmailConsole.EmailProviders;
using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>Everybody whom a message names, as SMTP carries them.</summary>
/// <param name="Sender">The envelope's, which is always the provider's From Address.</param>
/// <param name="From">The header's, with the name that stands there: the same, unless a program wrote the message and may name another.</param>
/// <param name="To">The header's; of a message that a program wrote those that can be read.</param>
/// <param name="Cc">The same.</param>
/// <param name="ReplyTo">The header's; of a message that a program wrote only what it lacks.</param>
/// <param name="Envelope">Who gets it.</param>
internal sealed record MessageAddresses(
    WireAddress Sender,
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

        from.Mailbox.Name = settings.DisplayNameMode == DisplayNameMode.Name ? settings.DisplayName : null;

        if ((email.Envelope ?? [.. email.Recipients, .. email.Cc]).Count == 0)
        {
            fault = "there is no recipient";
            return null;
        }

        return Encode(email.Recipients, out fault) is { } to
            && Encode(email.Cc, out fault) is { } cc
            && ReadReplyTo(email, settings, out fault) is { } replyTo
            && (email.Envelope is null ? [.. to, .. cc] : Encode(email.Envelope, out fault)) is { } envelope
            ? new MessageAddresses(from, from, to, cc, replyTo, envelope)
            : null;
    }

    public static List<WireAddress>? Encode(IReadOnlyList<MailboxAddress> mailboxes, out string? fault)
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

    private static List<WireAddress>? ReadReplyTo(OutgoingEmail email, EmailProviderSettings settings, out string? fault) =>
        email.ReplyTo.Count > 0 ? Encode(email.ReplyTo, out fault) : ReadReplyTo(settings, out fault);

    /// <summary>That of the settings.</summary>
    public static List<WireAddress>? ReadReplyTo(EmailProviderSettings settings, out string? fault)
    {
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
