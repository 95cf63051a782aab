using System.Text;
using EmailConsole.EmailProviders;
using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>
/// A message that a program wrote, as it goes over the wire: its own bytes. Only fields that it lacks are put in front, and where it is
/// signed not even those.
/// </summary>
internal static class RawBuilder
{
    /// <returns>Whom it names and who gets it, or why it cannot be sent by whatever way.</returns>
    public static (MessageAddresses? Addresses, Fault? Fault) Check(RawMessage raw, OutgoingEmail email, EmailProviderSettings settings)
    {
        if (!WireAddress.TryParse(settings.FromAddress, out var sender))
        {
            return MessageBuilder.Invalid($"From Address '{settings.FromAddress}' is not an email address");
        }

        // A server that takes anything else for the end of the content would find commands behind it
        if (!IsFit(raw.Content.Span))
        {
            return MessageBuilder.Invalid("a line of it does not end as a line of mail must");
        }

        if (FindFrom(raw) is not { } from)
        {
            return MessageBuilder.Invalid("its From header does not name one address");
        }

        var isOwn = from.IsSame(sender);
        if (!isOwn && !raw.MayNameOther)
        {
            return (null, OtherFrom(from, sender));
        }

        if (email.Envelope is not { Count: > 0 })
        {
            return MessageBuilder.Invalid("there is no recipient");
        }

        // What says who answers and that a machine writes is true of the provider's own address alone
        var addsReplyTo = isOwn && !raw.IsSigned && !RawFields.Has(raw.Content.Span, "Reply-To"u8);
        string? fault = null;
        return MessageAddresses.Encode(email.Envelope, out fault) is { } envelope
            && (addsReplyTo ? MessageAddresses.ReadReplyTo(settings, out fault) : []) is { } replyTo
            ? (new MessageAddresses(sender, from, Readable(email.Recipients), Readable(email.Cc), replyTo, envelope), null)
            : MessageBuilder.Invalid(fault!);
    }

    /// <returns>Null: the provider may send it as whom it names in From, if that is not its own address.</returns>
    public static Fault? FindForbidden(RawMessage raw, ProviderInForce provider) =>
        raw.MayNameOther && provider.Permitted is { } permitted && FindFrom(raw) is { } from
        && !(WireAddress.TryParse(provider.Settings.FromAddress, out var sender) && from.IsSame(sender))
        && permitted.FindFault(from.Address) is { } reason
            ? new Fault(DeliveryFailureKind.InvalidMessage, IsRetryable: true)
            {
                Judged = new Judgement(Blame.Message, FailureOutcome.NotAccepted, new DeliveryAdvice(
                    $"The message says that it is from {from.Address}, and it would leave by the super tenant's server. Nothing was sent.", reason)),
            }
            : null;

    /// <param name="raw">The message.</param>
    /// <param name="email">With its Message-ID.</param>
    /// <param name="addresses">As <see cref="Check"/> gives them.</param>
    /// <param name="marks">See <see cref="MessageBuilder.MarksRaw"/>.</param>
    public static BuiltMessage Frame(RawMessage raw, OutgoingEmail email, MessageAddresses addresses, bool marks) =>
        new(addresses.Sender.Address, [.. addresses.Envelope.Select(r => r.Address).Distinct()], email.MessageId ?? "")
        {
            InternationalAddress = addresses.Envelope.Prepend(addresses.Sender).Concat(addresses.ReplyTo).FirstOrDefault(a => a.NeedsSmtpUtf8)?.Address,
            HasUtf8Header = raw.NeedsUtf8,
            NeedsEightBit = raw.NeedsEightBit,
            Added = Lacking(raw, addresses, marks),
            Content = raw.Content,
        };

    /// <returns>Null: there is none, or not one.</returns>
    public static WireAddress? FindFrom(RawMessage raw) =>
        RawFields.Find(raw.Content.Span, "From"u8) is { } field
        && RawFields.ReadAddresses(raw.Content.Span[field])?.Mailboxes.Take(2).ToList() is [var only]
        && WireAddress.TryEncode(only, out var from) ? from : null;

    private static ReadOnlyMemory<byte> Lacking(RawMessage raw, MessageAddresses addresses, bool marks)
    {
        if (raw.IsSigned || !addresses.From.IsSame(addresses.Sender))
        {
            return default;
        }

        var fields = new StringBuilder();
        if (addresses.ReplyTo.Count > 0)
        {
            fields.Append("Reply-To: ").AppendJoin(",\r\n ", addresses.ReplyTo.Select(r => r.Address)).Append("\r\n");
        }

        // RFC 3834 section 5: no vacation notice shall answer a machine
        if (marks && !RawFields.Has(raw.Content.Span, "Auto-Submitted"u8))
        {
            fields.Append("Auto-Submitted: auto-generated\r\n");
        }

        return Encoding.UTF8.GetBytes(fields.ToString());
    }

    /// <summary>What stands in a header for readers may be anything; who gets it is said by the envelope.</summary>
    private static List<WireAddress> Readable(IReadOnlyList<MailboxAddress> mailboxes) =>
        [.. mailboxes.Select(m => WireAddress.TryEncode(m, out var encoded) ? encoded : null).OfType<WireAddress>()];

    private static bool IsFit(ReadOnlySpan<byte> content)
    {
        if (!content.EndsWith("\r\n"u8))
        {
            return false;
        }

        for (var rest = content; !rest.IsEmpty;)
        {
            var end = rest.IndexOfAny((byte)'\r', (byte)'\n', (byte)0);
            if (end >= 0 && !rest[end..].StartsWith("\r\n"u8))
            {
                return false;
            }

            rest = end < 0 ? default : rest[(end + 2)..];
        }

        return true;
    }

    // It waits: by a change back, or by the provider of the route that it was written for, it can still leave
    private static Fault OtherFrom(WireAddress from, WireAddress sender) => new(DeliveryFailureKind.InvalidMessage, IsRetryable: true)
    {
        Judged = new Judgement(Blame.Message, FailureOutcome.NotAccepted, new DeliveryAdvice(
            $"The message says that it is from {from.Address}, and this provider sends as {sender.Address}: From Address was changed since a program handed the message in, "
            + "or this is another provider than the one it was written for. What a program wrote is not rewritten. Nothing was sent.",
            $"Set From Address to {from.Address}, and the message leaves by itself; or have the program send it again, from {sender.Address}.")),
    };
}
