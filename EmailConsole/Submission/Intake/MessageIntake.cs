using System.Text;
using EmailConsole.Delivery;
using EmailConsole.Outbox;
using EmailConsole.Rest;
using Microsoft.Extensions.Options;

namespace EmailConsole.Submission.Intake;

/// <summary>
/// Makes a message for the outbox of what a program handed over, or says why not. What any server takes stays octet by octet as it was, but
/// for a Received on top and the fields that are taken out; what is signed is not changed in any other way, or refused.
/// </summary>
/// <param name="hostName">What this console calls itself in Received; the same on all nodes.</param>
/// <param name="options">How large a message may be.</param>
/// <param name="clock">For Received, and for Date where there is none.</param>
internal sealed class MessageIntake(string hostName, IOptions<OutboxOptions> options, TimeProvider clock)
{
    private readonly LoopRule _loops = new(hostName);
    private readonly long _largest = options.Value.MaxMessageSize;

    /// <summary>Never throws, whatever the message is.</summary>
    /// <param name="tenantId">Whose.</param>
    /// <param name="message">As the door took it.</param>
    /// <param name="policy">Whom it may name in From.</param>
    public IntakeResult Take(Guid tenantId, SubmittedMessage message, SenderPolicy policy)
    {
        if (message.Content.Length > _largest)
        {
            return TooLarge();
        }

        var scan = ContentScan.Of(message.Content.Span);
        if (FindBroken(scan) is { } broken)
        {
            return broken;
        }

        if (!HeaderBlock.TryRead(message.Content, out var header, out var body, out var fault))
        {
            return IntakeResult.Refused.Broken(RefusalCause.Malformed, fault);
        }

        var signatures = Signatures.Of(header);
        if (scan.HasBareLf && signatures.Any)
        {
            return IntakeResult.Refused.Broken(RefusalCause.Signature, "The message is signed, and has line breaks that are not CR LF.");
        }

        return RequiredFields.FindTwice(header) is { } twice ? twice : Admit(tenantId, message, policy, new Parsed(header, body, signatures));
    }

    private static IntakeResult.Refused? FindBroken(ContentScan scan) =>
        scan.HasNul ? IntakeResult.Refused.Broken(RefusalCause.Malformed, "The message has a NUL, which mail cannot carry.")
        : scan.HasBareCr ? IntakeResult.Refused.Broken(RefusalCause.Malformed, "The message has a CR that no LF follows: lines end with CR LF.")
        : null;

    private IntakeResult Admit(Guid tenantId, SubmittedMessage message, SenderPolicy policy, Parsed parsed)
    {
        var (header, _, signatures) = parsed;
        var now = clock.GetUtcNow();
        var sender = new SenderRule(policy);
        if (sender.Apply(header, signatures) is { } notAllowed)
        {
            return notAllowed;
        }

        if (_loops.Find(header) is { } loop)
        {
            return loop;
        }

        if (ExtraFields.Read(header, now, out var extras) is { } wrong)
        {
            return wrong;
        }

        if (RecipientKinds.Read(header, message.Recipients, out var recipients) is { } nobody)
        {
            return nobody;
        }

        var ownId = RequiredFields.ReadMessageId(header);
        var messageId = ownId ?? $"{message.Id:N}@{(Ascii.IsValid(sender.Domain) ? sender.Domain : hostName)}";
        if ((FieldCuts.Apply(header, signatures) ?? RequiredFields.Apply(header, signatures, messageId, now)) is { } cannot)
        {
            return cannot;
        }

        var subject = HeaderText.Subject(header);
        if (Write(message, parsed, now, sender.IsOther, out var raw) is { } unfit)
        {
            return unfit;
        }

        var content = new OutgoingEmail(recipients.To, subject, null, null) { MessageId = messageId, Raw = raw };
        var email = new NewEmail(
            content, recipients.Recipients, extras.Draft.Priority, extras.Draft.SendAt, extras.ExpiresAt, extras.Draft.Metadata, raw!.Content.Length, sender.Domain)
        {
            Id = message.Id,
            From = sender.Address,
        };
        return new IntakeResult.Taken(
            email, SubmissionKey.Of(tenantId, message, recipients.Recipients.Select(r => r.Address), extras.Key, ownId is not null));
    }

    private IntakeResult.Refused? Write(SubmittedMessage message, Parsed parsed, DateTimeOffset now, bool isOther, out RawMessage? raw)
    {
        raw = null;
        var (header, body, signatures) = parsed;
        var fields = new FieldRepair();
        var parts = new FieldRepair();
        var mime = new MimeRepair(parts);
        var needs = (EightBit: false, Utf8: false);
        if (signatures.Any)
        {
            if (SignedContent.Check(header, body, out needs) is { } fault)
            {
                return IntakeResult.Refused.Broken(RefusalCause.Signature, fault);
            }

            mime.Keep(body);
        }
        else
        {
            if ((fields.Apply(header) ?? mime.Plan(header, body)) is { } fault)
            {
                return IntakeResult.Refused.Broken(RefusalCause.Malformed, $"The message cannot be passed on. {fault}");
            }

            needs = (parts.NeedsUtf8, fields.NeedsUtf8 || parts.NeedsUtf8);
        }

        RequiredFields.SetMimeVersion(header, signatures);
        var received = ReceivedField.Write(message, hostName, now);
        var length = Write(new MessageWriter(null));
        if (length > _largest)
        {
            return TooLarge();
        }

        var content = new byte[length];
        Write(new MessageWriter(content));
        raw = new RawMessage(content, needs.EightBit, needs.Utf8, signatures.Any, MayNameOther: isOther);
        return null;

        int Write(MessageWriter writer)
        {
            writer.Write(received);
            header.WriteTo(writer);
            mime.WriteTo(writer);
            writer.EndLine();
            return writer.Length;
        }
    }

    private IntakeResult.Refused TooLarge() => IntakeResult.Refused.With(
        RefusalCause.TooLarge, "552 5.3.4", $"The message is larger than {_largest} octets (Outbox:MaxMessageSize).");

    private sealed record Parsed(HeaderBlock Header, ReadOnlyMemory<byte> Body, Signatures Signatures);
}
