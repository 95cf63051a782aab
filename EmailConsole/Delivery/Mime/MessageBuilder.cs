using System.Diagnostics.CodeAnalysis;
using EmailConsole.EmailProviders;
using Microsoft.Extensions.Options;
using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>The one place for From, Reply-To, Date, Message-ID and Auto-Submitted.</summary>
internal sealed class MessageBuilder(TimeProvider clock, IOptions<DeliveryOptions>? options = null)
{
    private readonly FormatOptions _ascii = Format(international: false);
    private readonly FormatOptions _international = Format(international: true);

    /// <summary>Whether a message that a program wrote itself is said to be a machine's where it says nothing of that.</summary>
    public bool MarksRaw { get; } = options?.Value.AutoSubmitted != false;

    /// <returns>The message, or what is wrong with it.</returns>
    public (BuiltMessage? Message, Fault? Fault) Build(OutgoingEmail email, EmailProviderSettings settings)
    {
        var (addresses, fault) = Check(email, settings);
        if (addresses is null)
        {
            return (null, fault);
        }

        if (email.Raw is { } raw)
        {
            return (RawBuilder.Frame(raw, email, addresses, MarksRaw), null);
        }

        var shown = email.Html is not null && email.Attachments.Any(a => a.ContentId is not null) ? ContentIds.ReferredToIn(email.Html) : new HashSet<string>();
        var body = new BodyBuilder { TextBody = Lines(email.Text), HtmlBody = Lines(email.Html) };
        foreach (var attachment in email.Attachments)
        {
            var isInline = attachment.ContentId is { } contentId && shown.Contains(contentId);
            (isInline ? body.LinkedResources : body.Attachments).Add(AttachmentPart.Create(attachment, isInline));
        }

        return (Serialise(email, addresses, body), null);
    }

    /// <returns>Everybody whom the message names, or why it cannot be sent by whatever way.</returns>
    public static (MessageAddresses? Addresses, Fault? Fault) Check(OutgoingEmail email, EmailProviderSettings settings)
    {
        if (email.Raw is { } raw)
        {
            return RawBuilder.Check(raw, email, settings);
        }

        if (MessageAddresses.Read(email, settings, out var fault) is not { } addresses)
        {
            return Invalid(fault!);
        }

        if (email.Subject.AsSpan().ContainsAny('\r', '\n', '\0') || settings.DisplayName.AsSpan().ContainsAny('\r', '\n', '\0'))
        {
            return Invalid("the subject and the Display Name must be one line");
        }

        if (AsciiHeader.FindFault("Subject", email.Subject) is { } subject)
        {
            return Invalid(subject);
        }

        if (email.Headers.Select(OwnHeaders.FindFault).FirstOrDefault(found => found is not null) is { } header)
        {
            return Invalid(header);
        }

        if (email.MessageId is { } id && !IsMessageId(id))
        {
            return Invalid("the Message-ID is none");
        }

        return email.Attachments.FirstOrDefault(a => !AttachmentPart.IsSendable(a)) is { } attachment
            ? Invalid($"the attachment '{attachment.Name}' has a name, a content type or a content id that cannot be sent")
            : (addresses, null);
    }

    internal static (MessageAddresses?, Fault?) Invalid(string detail) => (null, new Fault(DeliveryFailureKind.InvalidMessage, Detail: detail));

    /// <summary>RFC 5322 section 3.6.4, without its quoted forms.</summary>
    /// <param name="id">Without angle brackets.</param>
    public static bool IsMessageId(string id) =>
        id.Count(c => c == '@') == 1 && !id.StartsWith('@') && !id.EndsWith('@') && id.All(c => char.IsAscii(c) && c > ' ' && c is not ('<' or '>' or '\x7f'));

    private BuiltMessage Serialise(OutgoingEmail email, MessageAddresses addresses, BodyBuilder body)
    {
        var from = addresses.From;
        var messageId = email.MessageId ?? $"{Guid.CreateVersion7(clock.GetUtcNow()):N}@{from.Domain}";

        // With no headers of MimeKit's own, which makes a date and a Message-ID for each message that begins without
        using var message = new MimeMessage(new HeaderList());
        message.From.Add(from.Mailbox);
        message.Date = email.Date ?? clock.GetUtcNow();
        message.Subject = email.Subject;

        // Its property would decode the domain
        message.Headers.Add(HeaderId.MessageId, $"<{messageId}>");
        message.To.AddRange(addresses.To.Select(r => r.Mailbox));
        message.Cc.AddRange(addresses.Cc.Select(r => r.Mailbox));
        message.ReplyTo.AddRange(addresses.ReplyTo.Select(r => r.Mailbox));

        // RFC 3834 section 5: no vacation notice shall answer a machine
        message.Headers.Add("Auto-Submitted", "auto-generated");
        foreach (var header in email.Headers)
        {
            message.Headers.Add(header.Name, header.Value);
        }

        AsciiHeader.Apply(message);
        message.Body = body.ToMessageBody();
        message.Prepare(EncodingConstraint.SevenBit);

        var international = addresses.All.FirstOrDefault(a => a.NeedsSmtpUtf8)?.Address;
        var content = new ContentBuffer();
        message.WriteTo(international is null ? _ascii : _international, content);
        return new BuiltMessage(addresses.Sender.Address, [.. addresses.Envelope.Select(r => r.Address).Distinct()], messageId)
        {
            InternationalAddress = international,
            Content = content.Written,
            Buffer = content,
        };
    }

    private static FormatOptions Format(bool international)
    {
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        format.EnsureNewLine = true;
        format.International = international;
        return format;
    }

    // A lone CR is no line break (RFC 5321 section 2.3.8), and servers that take it for one end the message there
    [return: NotNullIfNotNull(nameof(text))]
    private static string? Lines(string? text) =>
        text?.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n').Replace("\n", "\r\n", StringComparison.Ordinal);
}
