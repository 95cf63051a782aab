using System.Diagnostics.CodeAnalysis;
using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>An attachment as a part of the message.</summary>
internal static class AttachmentPart
{
    /// <returns>False where its content type is none, or one that base64 may not carry (RFC 2046 sections 5.1 and 5.2).</returns>
    public static bool TryCreate(OutgoingAttachment attachment, [NotNullWhen(true)] out MimePart? part)
    {
        part = null;
        if (!IsContentType(attachment.ContentType, out var type) || attachment.Name.Any(char.IsControl))
        {
            return false;
        }

        part = new MimePart(type)
        {
            Content = new MimeContent(new MemoryStream(attachment.Content.ToArray(), writable: false)),
            ContentDisposition = new ContentDisposition(ContentDisposition.Attachment),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = attachment.Name,
        };
        return true;
    }

    public static bool IsContentType(string text, [NotNullWhen(true)] out ContentType? type)
    {
        type = null;
        return !text.Any(char.IsControl)
            && ContentType.TryParse(text, out type)
            && !type.IsMimeType("multipart", "*")
            && !type.IsMimeType("message", "*");
    }
}
