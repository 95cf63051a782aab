using System.Text.Json;
using MimeKit;

namespace EmailConsole.Outbox.Admission.Members;

/// <summary>Reads a list of addresses.</summary>
internal static class AddressMember
{
    private const string NoList = """Use an array of addresses, such as ["someone@example.com"].""";

    /// <summary>Reads to, cc or bcc.</summary>
    /// <param name="json">At the value.</param>
    /// <param name="field">For the fault.</param>
    /// <param name="kind">Which of the three.</param>
    /// <param name="header">Takes those for the header; null: no header names them.</param>
    /// <param name="draft">Takes the recipients.</param>
    /// <param name="most">To, Cc and Bcc together: what goes beyond is counted and not kept.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static void ReadRecipients(
        ref Utf8JsonReader json, string field, RecipientKind kind, List<MailboxAddress>? header, EmailDraft draft, int most, EmailFaults faults)
    {
        if (!IsList(ref json, field, faults))
        {
            return;
        }

        for (var i = 0; json.Read() && json.TokenType != JsonTokenType.EndArray; i++)
        {
            if (++draft.Named > most)
            {
                json.Skip();
            }
            else
            {
                AddRecipient(TextOf(ref json), field, i, kind, header, draft, faults);
            }
        }
    }

    /// <summary>Adds one recipient, each address once.</summary>
    /// <param name="text">As the caller wrote it; null: no text.</param>
    /// <param name="field">For the fault.</param>
    /// <param name="index">Its place in the field, for the fault.</param>
    /// <param name="kind">Which of the three.</param>
    /// <param name="header">Takes those for the header; null: no header names them.</param>
    /// <param name="draft">Takes the recipients.</param>
    /// <param name="faults">Takes what is wrong.</param>
    public static void AddRecipient(
        string? text, string field, int index, RecipientKind kind, List<MailboxAddress>? header, EmailDraft draft, EmailFaults faults)
    {
        if (Parse(text, field, index, faults, out var wire) is { } mailbox && Add(draft.Recipients, new NewRecipient(wire!, kind)))
        {
            header?.Add(mailbox);
        }
    }

    /// <summary>Adds one address for answers.</summary>
    public static void AddReplyTo(string? text, string field, int? index, List<MailboxAddress> found, EmailFaults faults)
    {
        if (Parse(text, field, index, faults, out _) is { } mailbox)
        {
            found.Add(mailbox);
        }
    }

    /// <summary>What is wrong where more addresses are named than there may be.</summary>
    public static string TooMany(int most) => $"Use at most {most} addresses.";

    /// <summary>Reads replyTo: one address or several.</summary>
    public static void ReadReplyTo(ref Utf8JsonReader json, string field, List<MailboxAddress> found, int most, EmailFaults faults)
    {
        if (json.TokenType == JsonTokenType.String)
        {
            AddReplyTo(TextOf(ref json), field, null, found, faults);
            return;
        }

        if (!IsList(ref json, field, faults))
        {
            return;
        }

        var count = 0;
        for (; json.Read() && json.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count >= most)
            {
                json.Skip();
            }
            else
            {
                AddReplyTo(TextOf(ref json), field, count, found, faults);
            }
        }

        if (count > most)
        {
            faults.Add(field, TooMany(most));
        }
    }

    private static string? TextOf(ref Utf8JsonReader json)
    {
        var text = json.TokenType == JsonTokenType.String ? JsonText.TryRead(ref json) : null;
        json.Skip();
        return text;
    }

    private static MailboxAddress? Parse(string? text, string field, int? index, EmailFaults faults, out string? wire)
    {
        wire = null;
        if (text is not null && EmailAddress.TryParse(text, out var mailbox, out wire))
        {
            return mailbox;
        }

        faults.Add(index is { } i ? $"{field}[{i}]" : field, EmailAddress.Fault);
        return null;
    }

    private static bool IsList(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        if (json.TokenType == JsonTokenType.StartArray)
        {
            return true;
        }

        faults.Add(field, NoList);
        json.Skip();
        return false;
    }

    // Few at a time: a set would cost more than it saves
    private static bool Add(List<NewRecipient> recipients, NewRecipient recipient)
    {
        foreach (var known in recipients)
        {
            if (string.Equals(known.Address, recipient.Address, StringComparison.Ordinal))
            {
                return false;
            }
        }

        recipients.Add(recipient);
        return true;
    }
}
