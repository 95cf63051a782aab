namespace EmailConsole.Submission.Intake;

/// <summary>Quoted-printable in lines of at most 76 characters (RFC 2045 section 6.7).</summary>
internal sealed class QuotedWriter(MessageWriter writer)
{
    // With the = that breaks it
    private const int LongestLine = 76;

    private static ReadOnlySpan<byte> Digits => "0123456789ABCDEF"u8;

    private readonly byte[] _line = new byte[LongestLine + 2];
    private int _count;

    /// <summary>An octet that is no line break.</summary>
    public void Put(byte octet)
    {
        if (octet is >= (byte)' ' and <= (byte)'~' and not (byte)'=' or (byte)'\t')
        {
            Reserve(1);
            _line[_count++] = octet;
        }
        else
        {
            Encode(octet);
        }
    }

    /// <summary>The line ends here.</summary>
    public void Break()
    {
        End();
        writer.Write("\r\n"u8);
    }

    /// <summary>The text ends here.</summary>
    public void End()
    {
        // Blanks at the end of a line are lost on the way
        if (_count > 0 && _line[_count - 1] is (byte)' ' or (byte)'\t')
        {
            Encode(_line[--_count]);
        }

        writer.Write(_line.AsSpan(0, _count));
        _count = 0;
    }

    private void Encode(byte octet)
    {
        Reserve(3);
        _line[_count++] = (byte)'=';
        _line[_count++] = Digits[octet >> 4];
        _line[_count++] = Digits[octet & 15];
    }

    private void Reserve(int characters)
    {
        if (_count + characters >= LongestLine)
        {
            _line[_count++] = (byte)'=';
            writer.Write(_line.AsSpan(0, _count));
            writer.Write("\r\n"u8);
            _count = 0;
        }
    }
}
