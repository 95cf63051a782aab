using EmailConsole.Rest.Reference;

namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>An attached file, or an image within the HTML.</summary>
/// <param name="Name">Of the file, without a path.</param>
/// <param name="ContentType">A media type such as <c>application/pdf</c>.</param>
/// <param name="Content">The bytes in base64.</param>
/// <param name="ContentId">
/// A name within this message, such as <c>logo</c>: where the HTML refers to it (<c>cid:logo</c>) the attachment is shown there
/// and not as a file.
/// </param>
[NullsLeftOut]
internal sealed record SendAttachmentBody(string Name, string ContentType, byte[] Content, string? ContentId);
