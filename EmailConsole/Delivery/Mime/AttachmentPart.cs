using System.Diagnostics.CodeAnalysis;
using System.Text;
using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>An attachment as a part of the message.</summary>
internal static class AttachmentPart
{
    /// <returns>False where its name or content id is none, or its content type is none or one that base64 may not carry (RFC 2046 sections 5.1 and 5.2).</returns>
    public static bool IsSendable(OutgoingAttachment attachment) =>
        IsContentType(attachment.ContentType, out _)
        && attachment.Name.Length <= AttachmentName.Longest
        && !attachment.Name.Any(char.IsControl)
        && (attachment.ContentId is not { } id || ContentIds.IsValid(id));

    /// <param name="attachment">Such that <see cref="IsSendable"/>.</param>
    /// <param name="isInline">Whether the HTML shows it; otherwise it is a file beside the text.</param>
    /// <returns>With its headers as they go over the wire.</returns>
    public static MimePart Create(OutgoingAttachment attachment, bool isInline)
    {
        var type = ContentType.Parse(attachment.ContentType);
        type.Parameters.Remove("name");
        var part = new MimePart(type)
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
        return part;
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
