namespace EmailConsole.Submission.Intake;

/// <summary>Writes a body so that every server takes it: ASCII in short lines (RFC 2045 sections 6.7 and 6.8).</summary>
internal static class TransferEncoding
{
    private const int Base64Line = 76;

    // In percent of octets above 127: then base64 is shorter
    private const int MostQuoted = 17;

    public static bool IsBetterQuoted(ReadOnlySpan<byte> text)
    {
        var high = 0L;
        foreach (var octet in text)
        {
            high += octet >> 7;
        }

        return high * 100 <= (long)text.Length * MostQuoted;
    }

    /// <summary>A text: its line breaks stay line breaks.</summary>
    public static void WriteQuoted(MessageWriter writer, ReadOnlySpan<byte> text)
    {
        var quoted = new QuotedWriter(writer);
        for (var i = 0; i < text.Length; i++)
        {
            if (IsBreak(text, i, out var length))
            {
                quoted.Break();
                i += length - 1;
            }
            else
            {
                quoted.Put(text[i]);
            }
        }

        quoted.End();
    }

    /// <summary>What is quoted-printable already, but not as it must be.</summary>
    public static void WriteQuotedAgain(MessageWriter writer, ReadOnlySpan<byte> encoded)
    {
        var quoted = new QuotedWriter(writer);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (IsBreak(encoded, i, out var length))
            {
                quoted.Break();
                i += length - 1;
            }
            else if (encoded[i] != '=')
            {
                quoted.Put(encoded[i]);
            }
            else if (i + 2 < encoded.Length && char.IsAsciiHexDigit((char)encoded[i + 1]) && char.IsAsciiHexDigit((char)encoded[i + 2]))
            {
                quoted.Put((byte)((Digit(encoded[i + 1]) << 4) | Digit(encoded[i + 2])));
                i += 2;
            }
            else if (SoftBreak(encoded, i + 1) is { } after)
            {
                i = after - 1;
            }
            else
            {
                quoted.Put((byte)'=');
            }
        }

        quoted.End();
    }

    /// <summary>Without the last line's break, which is the next boundary's.</summary>
    /// <param name="writer">Takes the lines.</param>
    /// <param name="content">Anything.</param>
    /// <param name="isText">Its lines must end with CR LF before they are encoded (RFC 2045 section 6.8).</param>
    public static void WriteBase64(MessageWriter writer, ReadOnlySpan<byte> content, bool isText)
    {
        var base64 = new Base64Writer(writer);
        while (isText && BareLf.Find(content) is >= 0 and var at)
        {
            base64.Put(content[..at]);
            base64.Put("\r\n"u8);
            content = content[(at + 1)..];
        }

        base64.Put(content);
        base64.End();
    }

    /// <summary>What is base64 already, in lines of another length or with other octets between (RFC 2045 section 6.8 has them ignored).</summary>
    public static void WriteBase64Again(MessageWriter writer, ReadOnlySpan<byte> encoded)
    {
        Span<byte> line = stackalloc byte[Base64Line];
        var count = 0;
        var isFirst = true;
        foreach (var octet in encoded)
        {
            if (!char.IsAsciiLetterOrDigit((char)octet) && octet is not ((byte)'+' or (byte)'/' or (byte)'='))
            {
                continue;
            }

            if (count == line.Length)
            {
                writer.Write(isFirst ? [] : "\r\n"u8);
                writer.Write(line);
                (count, isFirst) = (0, false);
            }

            line[count++] = octet;
        }

        writer.Write(isFirst ? [] : "\r\n"u8);
        writer.Write(line[..count]);
    }

    private static bool IsBreak(ReadOnlySpan<byte> text, int at, out int length)
    {
        length = text[at] == '\n' ? 1 : text[at] == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 0;
        return length > 0;
    }

    // Blanks that were added on the way may stand before the line break (RFC 2045 section 6.7, rule 3)
    private static int? SoftBreak(ReadOnlySpan<byte> encoded, int at)
    {
        while (at < encoded.Length && encoded[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        return at == encoded.Length ? at : IsBreak(encoded, at, out var length) ? at + length : null;
    }

    private static int Digit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
