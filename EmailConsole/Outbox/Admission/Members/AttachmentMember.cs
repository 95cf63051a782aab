using System.Text.Json;
using EmailConsole.Delivery;
using EmailConsole.Delivery.Mime;

namespace EmailConsole.Outbox.Admission.Members;

/// <summary>Reads attachments: name, content type and base64.</summary>
internal static class AttachmentMember
{
    public const int Most = 100;

    private const int LongestName = 255;
    private const string Known = "There is no such member. An attachment has name, contentType and content.";

    public static void Read(ref Utf8JsonReader json, string field, List<OutgoingAttachment> attachments, EmailFaults faults)
    {
        if (json.TokenType != JsonTokenType.StartArray)
        {
            faults.Add(field, "Use an array of attachments, each with name, contentType and content.");
            json.Skip();
            return;
        }

        var count = 0;
        for (; json.Read() && json.TokenType != JsonTokenType.EndArray; count++)
        {
            if (count >= Most)
            {
                json.Skip();
            }
            else if (ReadOne(ref json, $"{field}[{count}]", faults) is { } attachment)
            {
                attachments.Add(attachment);
            }
        }

        if (count > Most)
        {
            faults.Add(field, $"Use at most {Most} attachments.");
        }
    }

    private static OutgoingAttachment? ReadOne(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            faults.Add(field, "Use an object with name, contentType and content.");
            json.Skip();
            return null;
        }

        var seen = new SeenMembers(field, faults);
        string? name = null, type = null;
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
                case "name" or "contentType" or "content":
                    json.Skip();
                    break;
                default:
                    faults.Add(path, Known);
                    json.Skip();
                    break;
            }
        }

        seen.Require("name", "contentType", "content");
        return name is null || type is null || content is null ? null : new OutgoingAttachment(name, type, content);
    }

    private static string? ReadName(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        var name = TextMember.ReadLine(ref json, field, faults, LongestName);
        if (name is null || !name.AsSpan().ContainsAny('/', '\\'))
        {
            return name;
        }

        faults.Add(field, "Use the name of a file, without a path.");
        return null;
    }

    private static string? ReadType(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        var type = TextMember.ReadLine(ref json, field, faults, LongestName);
        if (type is null || AttachmentPart.IsContentType(type, out _))
        {
            return type;
        }

        faults.Add(field, "Use a media type such as application/pdf; multipart and message cannot be attached.");
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
