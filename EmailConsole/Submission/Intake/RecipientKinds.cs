using EmailConsole.Outbox;
using EmailConsole.Outbox.Admission.Members;
using EmailConsole.Rest;
using MimeKit;

namespace EmailConsole.Submission.Intake;

/// <summary>Who gets a message, and where each of them stands in it.</summary>
/// <param name="Recipients">Of the envelope, each once.</param>
/// <param name="To">Of the header, for the history.</param>
internal sealed record RecipientKinds(IReadOnlyList<NewRecipient> Recipients, IReadOnlyList<MailboxAddress> To)
{
    // Of the header: what the door takes in an envelope
    private const int MostShown = 1_000;

    private const int LongestName = 200;

    public static IntakeResult.Refused? Read(HeaderBlock header, IReadOnlyList<string> envelope, out RecipientKinds recipients)
    {
        // Programs write the same person in either case here and there
        var kinds = new Dictionary<string, RecipientKind>(StringComparer.OrdinalIgnoreCase);
        List<MailboxAddress> to = [];
        foreach (var (mailbox, wire) in In(header, "Cc"))
        {
            kinds[wire] = RecipientKind.Cc;
        }

        foreach (var (mailbox, wire) in In(header, "To"))
        {
            kinds[wire] = RecipientKind.To;
            to.Add(mailbox);
        }

        List<NewRecipient> found = [];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        recipients = new RecipientKinds(found, to);
        foreach (var address in envelope)
        {
            if (!EmailAddress.TryParse(address, out _, out var wire))
            {
                return IntakeResult.Refused.With(RefusalCause.Recipient, "554 5.1.3", $"{address} is no address that mail can carry.");
            }

            if (seen.Add(wire))
            {
                found.Add(new NewRecipient(wire, kinds.GetValueOrDefault(wire, RecipientKind.Bcc)));
            }
        }

        return found.Count == 0 ? IntakeResult.Refused.With(RefusalCause.Recipient, "554 5.5.1", "The message has no recipient.") : null;
    }

    private static IEnumerable<(MailboxAddress Mailbox, string Wire)> In(HeaderBlock header, string name)
    {
        foreach (var mailbox in header.All(name).SelectMany(field => HeaderText.Mailboxes(field.Read()) ?? []).Take(MostShown))
        {
            if (EmailAddress.TryParse(mailbox.Address, out _, out var wire))
            {
                var shown = HeaderText.Clean(mailbox.Name ?? "");
                yield return (new MailboxAddress(shown.Length is 0 or > LongestName ? null : shown, mailbox.Address), wire);
            }
        }
    }
}
