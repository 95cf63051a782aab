namespace EmailConsole.Delivery.Smtp;

/// <summary>Transparency of DATA (RFC 5321 section 4.5.2): a line that begins with a dot gets another, and a lone dot ends.</summary>
internal static class DotStuffing
{
    private static ReadOnlySpan<byte> End => ".\r\n"u8;

    /// <param name="content">With CRLF line breaks, ending in one.</param>
    public static byte[] Encode(ReadOnlySpan<byte> content)
    {
        var dots = content.StartsWith((byte)'.') ? 1 : 0;
        dots += content.Count("\n."u8);
        var encoded = new byte[content.Length + dots + End.Length];
        var to = 0;
        var atLineStart = true;
        foreach (var b in content)
        {
            if (atLineStart && b == '.')
            {
                encoded[to++] = b;
            }

            encoded[to++] = b;
            atLineStart = b == '\n';
        }

        End.CopyTo(encoded.AsSpan(to));
        return encoded;
    }
}
