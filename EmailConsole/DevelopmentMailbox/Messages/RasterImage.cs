using System.Buffers.Binary;
using MimeKit;

namespace EmailConsole.DevelopmentMailbox.Messages;

/// <summary>
/// What an image is, by its first bytes, else by what its part says: many programs send images as application/octet-stream. Only
/// kinds that are pixels and nothing else; SVG is a document.
/// </summary>
internal static class RasterImage
{
    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase)
    {
        ["png"] = "png",
        ["x-png"] = "png",
        ["jpeg"] = "jpeg",
        ["jpg"] = "jpeg",
        ["jpe"] = "jpeg",
        ["pjpeg"] = "jpeg",
        ["gif"] = "gif",
        ["webp"] = "webp",
        ["avif"] = "avif",
        ["bmp"] = "bmp",
        ["x-bmp"] = "bmp",
        ["x-ms-bmp"] = "bmp",
        ["ico"] = "x-icon",
        ["x-icon"] = "x-icon",
        ["vnd.microsoft.icon"] = "x-icon",
    };

    /// <returns>The subtype of image/…; null: it is none of them.</returns>
    public static string? SubtypeOf(MimePart part, ReadOnlySpan<byte> content)
    {
        if (FirstBytes(content) is { } found)
        {
            return found;
        }

        if (part.ContentType.IsMimeType("image", "*"))
        {
            return Types.GetValueOrDefault(part.ContentType.MediaSubtype);
        }

        return part.ContentType.IsMimeType("application", "octet-stream")
            ? Types.GetValueOrDefault(Path.GetExtension(part.FileName ?? "").TrimStart('.'))
            : null;
    }

    private static string? FirstBytes(ReadOnlySpan<byte> content) => content switch
    {
        _ when content.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G']) => "png",
        _ when content.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]) => "jpeg",
        _ when content.StartsWith("GIF87a"u8) || content.StartsWith("GIF89a"u8) => "gif",
        _ when content.Length >= 12 && content.StartsWith("RIFF"u8) && content[8..].StartsWith("WEBP"u8) => "webp",
        _ when content.Length >= 12 && content[4..].StartsWith("ftypavi"u8) => "avif",
        _ when content.StartsWith("BM"u8) && content.Length >= 14 && BinaryPrimitives.ReadUInt32LittleEndian(content[6..]) == 0 => "bmp",
        _ when content.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]) => "x-icon",
        _ => null,
    };
}
