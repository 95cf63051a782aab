using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;

namespace EmailConsole.Outbox.Admission.Members;

/// <summary>Reads attachments: name, content type, base64, and the name by which the HTML shows it.</summary>
internal static class AttachmentMember
{
    public const int Most = 100;

    private const int LongestType = 255;
    private const string Known = "There is no such member. An attachment has name, contentType, content and contentId.";

    public static void Read(ref Utf8JsonReader json, string field, List<OutgoingAttachment> attachments, EmailFaults faults)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            faults.Add(field, "Use an array of attachments, each with name, contentType and content.");
            json.Skip();
            return;
        }

        HashSet<string> contentIds = new(StringComparer.Ordinal);
        var count = 0;
        for (; json.Read() && json.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count >= Most)
            {
                json.Skip();
            }
            else if (ReadOne(ref json, $"{field}[{count}]", contentIds, faults) is { } attachment)
            {
                attachments.Add(attachment);
            }
        }

        if (count > Most)
        {
            faults.Add(field, $"Use at most {Most} attachments.");
        }
    }

    private static OutgoingAttachment? ReadOne(ref Utf8JsonReader json, string field, HashSet<string> contentIds, EmailFaults faults)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            faults.Add(field, "Use an object with name, contentType and content.");
            json.Skip();
            return null;
        }

        var seen = new SeenMembers(field, faults);
        string? name = null, type = null, contentId = null;
        byte[]? content = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var member = JsonText.Enter(ref json);
            var path = $"{field}.{member}";
            switch (member)
            {
                case "name" when seen.Add(member):
                    name = ReadName(ref json, path, faults);
                    break;
                case "contentType" when seen.Add(member):
                    type = ReadType(ref json, path, faults);
                    break;
                case "content" when seen.Add(member):
                    content = ReadContent(ref json, path, faults);
                    break;
                case "contentId" when seen.Add(member):
                    contentId = json.TokenType == JsonTokenType.Null ? null : ReadContentId(ref json, path, contentIds, faults);
                    break;
                case "name" or "contentType" or "content" or "contentId":
                    json.Skip();
                    break;
                default:
                    faults.Add(path, Known);
                    json.Skip();
                    break;
            }
        }

        seen.Require("name", "contentType", "content");
        return name is null || type is null || content is null ? null : new OutgoingAttachment(name, type, content, contentId);
    }

    private static string? ReadName(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        var name = TextMember.ReadLine(ref json, field, faults, AttachmentName.Longest);
        if (name is null || !name.AsSpan().ContainsAny('/', '\\'))
        {
            return name;
        }

        faults.Add(field, "Use the name of a file, without a path.");
        return null;
    }

    private static string? ReadType(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        var type = TextMember.ReadLine(ref json, field, faults, LongestType);
        if (type is null || AttachmentPart.IsContentType(type, out _))
        {
            return type;
        }

        faults.Add(field, "Use a media type such as application/pdf; multipart and message cannot be attached.");
        return null;
    }

    private static string? ReadContentId(ref Utf8JsonReader json, string field, HashSet<string> contentIds, EmailFaults faults)
    {
        if (TextMember.Read(ref json, field, faults) is not { } contentId)
        {
            return null;
        }

        if (!ContentIds.IsValid(contentId))
        {
            faults.Add(
                field,
                $"Use 1 to {ContentIds.Longest} letters and digits, with . - _ + = $ ! ~ and one @ within, such as logo or logo@example.com; in the html it is cid:logo.");
            return null;
        }

        if (contentIds.Add(contentId))
        {
            return contentId;
        }

        faults.Add(field, "Another attachment of this message has the same contentId.");
        return null;
    }

    private static byte[]? ReadContent(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        if (json.TokenType == JsonTokenType.String && JsonText.TryReadBase64(ref json) is { } content)
        {
            return content;
        }

        faults.Add(field, "Use the file's bytes in base64 (RFC 4648 section 4).");
        json.Skip();
        return null;
    }
}
