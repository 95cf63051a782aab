namespace EmailConsole.Delivery;

/// <param name="Name">The file's name; no path.</param>
/// <param name="ContentType">Such as <c>application/pdf</c>; neither <c>multipart</c> nor <c>message</c>.</param>
/// <param name="Content">The bytes as they are.</param>
/// <param name="ContentId">
/// By which the HTML refers to it as <c>cid:…</c>, without angle brackets. Where it does, the attachment is shown within the HTML
/// (RFC 2387) and not as a file.
/// </param>
public sealed record OutgoingAttachment(string Name, string ContentType, ReadOnlyMemory<byte> Content, string? ContentId = null);
