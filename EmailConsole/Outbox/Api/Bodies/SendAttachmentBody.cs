namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>An attached file.</summary>
/// <param name="Name">Of the file, without a path.</param>
/// <param name="ContentType">A media type such as <c>application/pdf</c>.</param>
/// <param name="Content">The bytes in base64.</param>
internal sealed record SendAttachmentBody(string Name, string ContentType, byte[] Content);
