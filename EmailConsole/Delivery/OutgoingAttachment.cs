namespace EmailConsole.Delivery;

/// <param name="Name">The file's name; no path.</param>
/// <param name="ContentType">Such as <c>application/pdf</c>; neither <c>multipart</c> nor <c>message</c>.</param>
/// <param name="Content">The bytes as they are.</param>
public sealed record OutgoingAttachment(string Name, string ContentType, ReadOnlyMemory<byte> Content);
