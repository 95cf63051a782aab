using System.Text.Json;
using EmailConsole.Outbox.Admission.Members;
using Microsoft.Extensions.Options;

namespace EmailConsole.Outbox.Admission;

/// <summary>Reads one message from JSON in one pass, and goes on after a fault, so that a caller hears of all of them at once.</summary>
internal sealed class EmailReader(HeaderMember headers, IOptions<OutboxOptions> options)
{
    /// <summary>Longer than any message is tried.</summary>
    public static readonly TimeSpan LongestLife = TimeSpan.FromDays(30);

    /// <summary>Addresses for answers.</summary>
    public const int MostReplyTo = 10;

    private readonly int _mostRecipients = options.Value.MaxRecipients;

    /// <param name="json">At the message's first token; afterwards at its last.</param>
    /// <param name="path">What the message is called in a fault of its own.</param>
    /// <param name="faults">Takes what is wrong.</param>
    /// <returns>Null where this is no message at all.</returns>
    /// <exception cref="JsonException">This is no JSON.</exception>
    public EmailDraft? Read(ref Utf8JsonReader json, string path, EmailFaults faults)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            faults.Add(path, "Use an object, such as {\"to\": [\"someone@example.com\"], \"subject\": \"…\", \"text\": \"…\"}.");
            json.Skip();
            return null;
        }

        var draft = new EmailDraft();
        var seen = 0u;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = EmailMembers.Find(JsonText.NameOf(ref json));
            if (member == EmailMember.Unknown)
            {
                var name = JsonText.Enter(ref json);
                faults.Add(name, EmailMembers.FaultOf(name));
                json.Skip();
                continue;
            }

            json.Read();
            var bit = 1u << (int)member;
            if ((seen & bit) != 0)
            {
                faults.Add(EmailMembers.NameOf(member), SeenMembers.Twice);
                json.Skip();
            }
            else if (json.TokenType != JsonTokenType.Null)
            {
                Read(ref json, member, draft, faults);
            }

            seen |= bit;
        }

        return draft;
    }

    private void Read(ref Utf8JsonReader json, EmailMember member, EmailDraft draft, EmailFaults faults)
    {
        var field = EmailMembers.NameOf(member);
        switch (member)
        {
            case EmailMember.To:
                AddressMember.ReadRecipients(ref json, field, RecipientKind.To, draft.To, draft, _mostRecipients, faults);
                break;
            case EmailMember.Cc:
                AddressMember.ReadRecipients(ref json, field, RecipientKind.Cc, draft.Cc, draft, _mostRecipients, faults);
                break;
            case EmailMember.Bcc:
                AddressMember.ReadRecipients(ref json, field, RecipientKind.Bcc, null, draft, _mostRecipients, faults);
                break;
            case EmailMember.ReplyTo:
                AddressMember.ReadReplyTo(ref json, field, draft.ReplyTo, MostReplyTo, faults);
                break;
            case EmailMember.Subject:
                draft.Subject = TextMember.ReadHeader(ref json, field, "Subject", faults) ?? "";
                break;
            case EmailMember.Text:
                draft.Text = TextMember.ReadBody(ref json, field, faults) ?? "";
                break;
            case EmailMember.Html:
                draft.Html = TextMember.ReadBody(ref json, field, faults) ?? "";
                break;
            case EmailMember.Attachments:
                AttachmentMember.Read(ref json, field, draft.Attachments, faults);
                break;
            case EmailMember.Headers:
                headers.Read(ref json, field, draft.Headers, faults);
                break;
            case EmailMember.Priority:
                draft.Priority = PriorityMember.Read(ref json, field, faults);
                break;
            case EmailMember.SendAt:
                draft.SendAt = TimeMember.ReadTime(ref json, field, faults);
                break;
            case EmailMember.ExpiresAt:
                draft.ExpiresAt = TimeMember.ReadTime(ref json, field, faults);
                break;
            case EmailMember.TimeToLive:
                draft.TimeToLive = TimeMember.ReadSeconds(ref json, field, LongestLife, faults);
                break;
            default:
                draft.Metadata = MetadataMember.Read(ref json, field, faults);
                break;
        }
    }
}
