using EmailConsole.Delivery.Mime;

namespace EmailConsole.Delivery.Smtp;

/// <summary>Transparency of DATA (RFC 5321 section 4.5.2): a line that begins with a dot gets another, and a lone dot ends.</summary>
internal static class DotStuffing
{
    /// <param name="content">With CRLF line breaks, ending in one.</param>
    /// <returns>What goes over the wire; to be disposed.</returns>
    public static ContentBuffer Encode(ReadOnlySpan<byte> content)
    {
        var encoded = new ContentBuffer();
        if (content.StartsWith((byte)'.'))
        {
            encoded.Write("."u8);
        }

        for (var dot = content.IndexOf("\n."u8); dot >= 0; dot = content.IndexOf("\n."u8))
        {
            encoded.Write(content[..(dot + 1)]);
            encoded.Write("."u8);
            content = content[(dot + 1)..];
        }

        encoded.Write(content);
        encoded.Write(".\r\n"u8);
        return encoded;
    }
}
