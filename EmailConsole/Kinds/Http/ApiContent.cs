using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;
using MimeKit;

namespace EmailConsole.Kinds.Http;

/// <summary>What of a message goes into the requests of an API.</summary>
/// <param name="Messages">One for each request.</param>
/// <param name="Mime">The message in MIME; null: the API does not ask for it.</param>
internal sealed record ApiContent(IReadOnlyList<ApiMessage> Messages, BuiltMessage? Mime);

/// <param name="api">Of the provider's kind.</param>
/// <param name="builder">Of MIME.</param>
/// <param name="newId">Makes a Message-ID of a domain, where the message has none.</param>
internal sealed class ApiContentBuilder(ApiTransport api, MessageBuilder builder, Func<string, string> newId)
{
    private static readonly FormatOptions Dos = Format();

    /// <param name="email">The message.</param>
    /// <param name="provider">Whose settings.</param>
    /// <returns>Null where it cannot be sent, and why.</returns>
    public (ApiContent? Content, Fault? Fault) Build(OutgoingEmail email, ProviderInForce provider)
    {
        // A request that names no sender needs none; only the Message-ID needs a domain
        var settings = provider.Settings;
        if (settings.FromAddress.Length == 0)
        {
            settings = settings with { FromAddress = $"no-reply@{DomainOf(api.AddressFor(provider))}" };
            email = email.Raw is { } any ? email with { Raw = any with { MayNameOther = true } } : email;
        }

        if (email.Raw is { } raw)
        {
            return OfRaw(raw, email, settings);
        }

        var (addresses, invalid) = MessageBuilder.Check(email, settings);
        if (addresses is null)
        {
            return (null, invalid);
        }

        var id = email.MessageId ?? newId(addresses.From.Domain);
        var mime = api.Mime == MimeUse.None ? null
            : builder.Build((api.Mime == MimeUse.AsEnvelope ? Waiting(email, addresses) : email) with { MessageId = id }, settings).Message;
        return (new ApiContent(ApiMessage.Of(email, addresses, id, api.Grouping), mime), null);
    }

    private (ApiContent?, Fault?) OfRaw(RawMessage raw, OutgoingEmail email, EmailProviderSettings settings)
    {
        var (addresses, invalid) = MessageBuilder.Check(email, settings);
        return addresses is null ? (null, invalid)
            : (raw.NeedsEightBit || raw.NeedsUtf8) && !api.TakesEightBit ? (null, Refused(
                $"{api.Name} takes 7-bit messages alone, and this one has other characters. Its program signed it, so that it cannot be encoded in another way. Nothing was sent.",
                "Have the program encode its texts as quoted-printable or base64, and its headers as encoded words, before it signs; or send it by SMTP."))
            : api.Mime switch
            {
                MimeUse.None => TakenApart(raw, email, settings, addresses),
                MimeUse.AsEnvelope => AsEnvelope(raw, email, addresses),
                _ => AsItIs(raw, email, addresses),
            };
    }

    private (ApiContent?, Fault?) AsItIs(RawMessage raw, OutgoingEmail email, MessageAddresses addresses) =>
        (new ApiContent(ApiMessage.Of(email, addresses, email.MessageId!, api.Grouping), RawBuilder.Frame(raw, email, addresses, builder.MarksRaw)), null);

    /// <summary>
    /// It goes to whom its headers name: so who gets nothing by this attempt must not be among them. That changes two fields, which a signature
    /// may hold.
    /// </summary>
    private (ApiContent?, Fault?) AsEnvelope(RawMessage raw, OutgoingEmail email, MessageAddresses addresses)
    {
        var envelope = addresses.Envelope.Select(r => r.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var (to, cc) = (Named(raw, "To"u8), Named(raw, "Cc"u8));
        var (waitingTo, waitingCc) = (Waiting(to ?? [], envelope), Waiting(cc ?? [], envelope));
        if (waitingTo.Count != to?.Count || waitingCc.Count != cc?.Count)
        {
            if (raw.IsSigned)
            {
                return (null, Refused(
                    $"{api.Name} sends a message to everybody in its To and Cc, and this one names others there than those it is for. Its program signed it, so that they cannot be left out. Nothing was sent.",
                    "Have the program name in To and Cc only those it sends the message to; or send it by SMTP."));
            }

            var fields = new StringBuilder();
            Append(fields, "To", waitingTo);
            Append(fields, "Cc", waitingCc);
            raw = raw with { Content = RawFields.Replace(raw.Content.Span, Encoding.UTF8.GetBytes(fields.ToString()), "To", "Cc") };
        }

        return AsItIs(raw, email, addresses with { To = Encoded(waitingTo), Cc = Encoded(waitingCc) });
    }

    private (ApiContent?, Fault?) TakenApart(RawMessage raw, OutgoingEmail email, EmailProviderSettings settings, MessageAddresses named)
    {
        if (raw.IsSigned)
        {
            return (null, Refused(
                $"The message is signed by its program, and {api.Name} takes no message as it stands: it would arrive without its signature. Nothing was sent.",
                "Send it by SMTP or by an API that takes MIME (Amazon SES, Mailgun); or have the program send it without a signature."));
        }

        if (RawTakenApart.Of(raw) is not { } apart)
        {
            return (null, Refused($"The message cannot be read as MIME, and {api.Name} takes no message as it stands. Nothing was sent.", "Have the program write a message that is well-formed; or send it by SMTP."));
        }

        // What the settings say of replies and machines is true of their own address alone
        var isOwn = named.From.IsSame(named.Sender);
        var structured = apart.Email with
        {
            Envelope = email.Envelope,
            MessageId = email.MessageId,
            ReplyTo = apart.Email.ReplyTo.Count > 0 || isOwn ? apart.Email.ReplyTo : [named.From.Mailbox],
        };
        var (addresses, invalid) = MessageBuilder.Check(structured, settings);
        if (addresses is null)
        {
            return (null, invalid);
        }

        var automatic = apart.AutoSubmitted ?? (isOwn && builder.MarksRaw ? ApiMessage.Automatic : null);
        return (new ApiContent(
            [
                .. ApiMessage.Of(structured, addresses, email.MessageId!, api.Grouping).Select(message => message with
                {
                    From = named.From.Address,
                    FromName = apart.FromName,
                    Headers = [.. ApiMessage.HeadersOf(structured, automatic, email.MessageId!)],
                }),
            ],
            null), null);
    }

    private static OutgoingEmail Waiting(OutgoingEmail email, MessageAddresses addresses)
    {
        var waiting = addresses.Envelope.Select(r => r.Address).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return email with
        {
            Recipients = [.. email.Recipients.Where((_, i) => waiting.Contains(addresses.To[i].Address))],
            Cc = [.. email.Cc.Where((_, i) => waiting.Contains(addresses.Cc[i].Address))],
        };
    }

    private static List<MailboxAddress> Waiting(List<MailboxAddress> named, HashSet<string> envelope) =>
        [.. named.Where(m => WireAddress.TryEncode(m, out var address) && envelope.Contains(address.Address))];

    private static List<WireAddress> Encoded(List<MailboxAddress> named) => MessageAddresses.Encode(named, out _) ?? [];

    /// <summary>As the bytes say it, in all fields of that name.</summary>
    /// <returns>Null where it cannot be read, so that nobody knows whom it names.</returns>
    private static List<MailboxAddress>? Named(RawMessage raw, ReadOnlySpan<byte> name)
    {
        List<MailboxAddress> named = [];
        foreach (var field in RawFields.FindAll(raw.Content.Span, name))
        {
            if (RawFields.ReadAddresses(raw.Content.Span[field]) is not { } list)
            {
                return null;
            }

            named.AddRange(list.Mailboxes);
        }

        return named;
    }

    private static void Append(StringBuilder fields, string name, List<MailboxAddress> mailboxes)
    {
        if (mailboxes.Count > 0)
        {
            fields.Append(name).Append(": ").AppendJoin(",\r\n ", mailboxes.Select(m => m.ToString(Dos, encode: true))).Append("\r\n");
        }
    }

    private static FormatOptions Format()
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        return format;
    }

    private static Fault Refused(string cause, string cure) => new(DeliveryFailureKind.InvalidMessage)
    {
        Judged = new Judgement(Blame.Message, FailureOutcome.NotAccepted, new DeliveryAdvice(cause, cure)),
    };

    private static string DomainOf(Uri address) => address.HostNameType == UriHostNameType.Dns ? address.IdnHost : "unnamed.invalid";
}
