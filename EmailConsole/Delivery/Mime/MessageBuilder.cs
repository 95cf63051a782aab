using System.Diagnostics.CodeAnalysis;
using EmailConsole.EmailProviders;
using MimeKit;
using MimeKit.Utils;

namespace EmailConsole.Delivery.Mime;

/// <summary>The one place for From, Reply-To, Date, Message-ID and Auto-Submitted.</summary>
internal sealed class MessageBuilder(TimeProvider clock)
{
    /// <returns>The message, or what is wrong with it.</returns>
    public (BuiltMessage? Message, Fault? Fault) Build(OutgoingEmail email, EmailProviderSettings settings)
    {
        if (!WireAddress.TryParse(settings.FromAddress, out var from))
        {
            return Invalid($"From Address '{settings.FromAddress}' is not an email address");
        }

        if (email.Recipients.Count == 0)
        {
            return Invalid("there is no recipient");
        }

        List<WireAddress> recipients = [];
        foreach (var recipient in email.Recipients)
        {
            if (!WireAddress.TryEncode(recipient, out var encoded))
            {
                return Invalid($"'{recipient.Address}' is not an email address");
            }

            recipients.Add(encoded);
        }

        List<WireAddress> replyTo = [];
        foreach (var text in (settings.ReplyTo ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!WireAddress.TryParse(text, out var encoded))
            {
                return Invalid($"Reply-To Address '{text}' is not an email address");
            }

            replyTo.Add(encoded);
        }

        if (email.Subject.AsSpan().ContainsAny('\r', '\n', '\0') || settings.DisplayName.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            return Invalid("the subject and the Display Name must be one line");
        }

        return (Serialise(email, settings, from, recipients, replyTo), null);
    }

    private static (BuiltMessage?, Fault?) Invalid(string detail) => (null, new Fault(DeliveryFailureKind.InvalidMessage, Detail: detail));

    private BuiltMessage Serialise(
        OutgoingEmail email,
        EmailProviderSettings settings,
        WireAddress from,
        List<WireAddress> recipients,
        List<WireAddress> replyTo)
    {
        from.Mailbox.Name = settings.DisplayNameMode == DisplayNameMode.Name ? settings.DisplayName : null;
        using var message = new MimeMessage
        {
            Subject = email.Subject,
            Date = clock.GetUtcNow(),
            MessageId = MimeUtils.GenerateMessageId(from.Domain),
        };
        message.From.Add(from.Mailbox);
        message.To.AddRange(recipients.Select(r => r.Mailbox));
        message.ReplyTo.AddRange(replyTo.Select(r => r.Mailbox));

        // RFC 3834 section 5: no vacation notice shall answer a machine
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Body = new BodyBuilder { TextBody = Lines(email.Text), HtmlBody = Lines(email.Html) }.ToMessageBody();
        message.Prepare(EncodingConstraint.SevenBit);

        var international = recipients.Concat(replyTo).Prepend(from).FirstOrDefault(a => a.NeedsSmtpUtf8)?.Address;
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.EnsureNewLine = true;
        format.International = international is not null;
        using var content = new MemoryStream();
        message.WriteTo(format, content);
        return new BuiltMessage(
            from.Address, [.. recipients.Select(r => r.Address).Distinct()], message.MessageId, international, content.ToArray());
    }

    // A lone CR is no line break (RFC 5321 section 2.3.8), and servers that take it for one end the message there
    [return: NotNullIfNotNull(nameof(text))]
    private static string? Lines(string? text) =>
        text?.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\n", "\r\n", StringComparison.Ordinal);
}
