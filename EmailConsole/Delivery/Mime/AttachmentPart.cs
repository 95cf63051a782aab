using System.Diagnostics.CodeAnalysis;
using System.Text;
using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>An attachment as a part of the message.</summary>
internal static class AttachmentPart
{
    /// <param name="attachment">As the caller gave it.</param>
    /// <param name="isInline">Whether the HTML shows it; otherwise it is a file beside the text.</param>
    /// <param name="part">With its headers as they go over the wire.</param>
    /// <returns>False where its content type is none, or one that base64 may not carry (RFC 2046 sections 5.1 and 5.2).</returns>
    public static bool TryCreate(OutgoingAttachment attachment, bool isInline, [NotNullWhen(true)] out MimePart? part)
    {
        part = null;
        if (!IsContentType(attachment.ContentType, out var type)
            || attachment.Name.Length > AttachmentName.Longest
            || attachment.Name.Any(char.IsControl)
            || attachment.ContentId is { } id && !ContentIds.IsValid(id))
        {
            return false;
        }

        type.Parameters.Remove("name");
        part = new MimePart(type)
        {
            Content = new MimeContent(new MemoryStream(attachment.Content.ToArray(), writable: false)),
            ContentDisposition = new ContentDisposition(isInline ? ContentDisposition.Inline : ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
        };
        if (attachment.ContentId is not null)
        {
            part.ContentId = attachment.ContentId;
        }

        Extend(part.Headers[HeaderId.ContentType]!, HeaderId.ContentType, AttachmentName.InType(attachment.Name), part);
        Extend(part.Headers[HeaderId.ContentDisposition]!, HeaderId.ContentDisposition, AttachmentName.InDisposition(attachment.Name), part);
        return true;
    }

    // MimeKit writes a name in one way for all its readers
    private static void Extend(string value, HeaderId id, string parameter, MimePart part) =>
        part.Headers[part.Headers.IndexOf(id)].SetRawValue(Encoding.ASCII.GetBytes($" {value}{parameter}\r\n"));

    public static bool IsContentType(string text, [NotNullWhen(true)] out ContentType? type)
    {
        type = null;
        return !text.Any(char.IsControl)
            && ContentType.TryParse(text, out type)
            && !type.IsMimeType("multipart", "*")
            && !type.IsMimeType("message", "*");
    }
}
