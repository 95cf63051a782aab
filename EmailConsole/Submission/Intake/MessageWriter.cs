namespace EmailConsole.Submission.Intake;

/// <summary>Takes a message as it will be, so that it is copied once: first nothing but counts, then writes into memory of that size.</summary>
/// <param name="target">Null: only counts.</param>
internal sealed class MessageWriter(byte[]? target)
{
    private byte _last = (byte)'\n';

    public int Length { get; private set; }

    public bool IsAtLineStart => _last == '\n';

    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
        {
            return;
        }

        if (target is not null)
        {
            bytes.CopyTo(target.AsSpan(Length));
        }

        Length += bytes.Length;
        _last = bytes[^1];
    }

    /// <summary>Whole lines or the end of one; a bare LF becomes CR LF.</summary>
    public void WriteLines(ReadOnlySpan<byte> lines)
    {
        while (BareLf.Find(lines) is >= 0 and var at)
        {
            Write(lines[..at]);
            Write("\r\n"u8);
            lines = lines[(at + 1)..];
        }

        Write(lines);
    }

    public void EndLine()
    {
        if (!IsAtLineStart)
        {
            Write("\r\n"u8);
        }
    }
}
