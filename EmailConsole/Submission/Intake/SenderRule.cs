using System.Text;
using EmailConsole.Delivery.Mime;
using EmailConsole.EmailProviders;
using EmailConsole.Outbox.Admission.Members;
using EmailConsole.Rest;
using MimeKit;

namespace EmailConsole.Submission.Intake;

/// <summary>Whether a message may name whom it names in From, and what becomes of that and of Sender.</summary>
internal sealed class SenderRule(SenderPolicy policy)
{
    private const string From = "From";
    private const string ReplyTo = "Reply-To";
    private const string Sender = "Sender";

    // RFC 5322 knows no bound; nobody's name is longer
    private const int LongestFrom = 4_000;

    private readonly string _own = WireOf(policy.FromAddress);

    /// <summary>Another From than the provider's passes, because the tenant allowed it.</summary>
    public bool IsOther { get; private set; }

    /// <summary>Whom the message is from.</summary>
    public string Address { get; private set; } = "";

    /// <summary>What stands after the @ of the address that the message is from.</summary>
    public string Domain { get; private set; } = "";

    /// <returns>Null: it may.</returns>
    public IntakeResult.Refused? Apply(HeaderBlock header, Signatures signatures)
    {
        if (header.First(From) is not { } field)
        {
            return IntakeResult.Refused.Broken(RefusalCause.Malformed, "The message has no From.");
        }

        if (field.Value.Length > LongestFrom || !field.TryRead(out var text) || HeaderText.OneMailbox(text) is not { } mailbox)
        {
            return IntakeResult.Refused.Broken(RefusalCause.Malformed, "From must be one mailbox, such as Name <name@example.com>, in ASCII or UTF-8.");
        }

        var wire = WireOf(mailbox.Address);
        if (wire != _own)
        {
            switch (policy.Mode)
            {
                case OtherSenders.Allow when IsAllowed(wire) && policy.Permitted?.FindFault(wire) is not null:
                    return IntakeResult.Refused.With(
                        RefusalCause.SenderNotPermitted,
                        "550 5.7.1",
                        $"From {Clip(wire)} may not send over the super tenant's server, by which mail leaves here: have its administrators permit the domain, or set up a server of your own.");
                case OtherSenders.Allow when IsAllowed(wire):
                    IsOther = true;
                    break;
                case OtherSenders.Replace:
                    Replace(header, field, mailbox, signatures);
                    wire = _own;
                    break;
                default:
                    return IntakeResult.Refused.With(
                        RefusalCause.SenderNotAllowed, "550 5.7.1", $"From {Clip(wire)} may not send here: use the From Address of the email provider, {Clip(_own)}{Remedy()}.");
            }
        }

        if (!field.IsReplaced && !Mailbox.IsPlain(text))
        {
            // One that names itself before its brackets is the same for everybody
            if (signatures.Cover(From) && mailbox.Name != mailbox.Address)
            {
                return IntakeResult.Refused.Broken(
                    RefusalCause.Signature, "From can be read in more than one way, and the message's signature covers it: sign it as Name <name@example.com>.");
            }

            // Beyond ASCII it is written anew with the other fields, which says what it needs
            if (!signatures.Cover(From) && AddressWriter.Write(From, [mailbox]) is { } plain && Ascii.IsValid(plain))
            {
                field.Replace(plain);
            }
        }

        Address = wire;
        Domain = wire[(wire.LastIndexOf('@') + 1)..];
        return CutSender(header, signatures, wire);
    }

    /// <summary>The domain in lower-case A-labels; the text itself where it is none.</summary>
    private static string WireOf(string address) =>
        EmailAddress.TryParse(address, out _, out var wire) ? wire
        : WireAddress.TryParse(address, out var encoded) ? encoded.Address : address;

    private bool IsAllowed(string wire)
    {
        var domain = wire[(wire.LastIndexOf('@') + 1)..];
        foreach (var entry in policy.Allowed)
        {
            if (entry.StartsWith('@') ? WireOf($"x{entry}") == $"x@{domain}" && wire.Contains('@', StringComparison.Ordinal) : WireOf(entry) == wire)
            {
                return true;
            }
        }

        return false;
    }

    private string Remedy() => policy.Mode == OtherSenders.Allow
        ? ", or one of those that an administrator allows on the Email Provider page"
        : ", or have an administrator allow others on the Email Provider page";

    // The addresses of a reply of 500 octets
    private static string Clip(string address) => address.Length <= 120 ? address : address[..119] + "?";

    private void Replace(HeaderBlock header, HeaderField field, MailboxAddress old, Signatures signatures)
    {
        signatures.Remove(header);
        if (!header.All(ReplyTo).Any(f => f.Read().Length > 0) && EmailAddress.TryParse(old.Address, out _, out var wire) && Ascii.IsValid(wire))
        {
            // One in other letters could not be answered by everybody, and would keep the message from most servers
            header.Add(ReplyTo, wire);
        }

        field.Replace(AddressWriter.Write(From, [new MailboxAddress(old.Name, _own)])!);
    }

    private IntakeResult.Refused? CutSender(HeaderBlock header, Signatures signatures, string from)
    {
        var isKept = false;
        foreach (var field in header.All(Sender).ToList())
        {
            var sender = HeaderText.OneMailbox(field.Read()) is { } mailbox ? WireOf(mailbox.Address) : null;
            if (!isKept && (sender == from || sender == _own))
            {
                isKept = true;
            }
            else if (signatures.Cover(field.Name))
            {
                return FieldCuts.Covered(field);
            }
            else
            {
                field.Cut();
            }
        }

        return null;
    }
}
