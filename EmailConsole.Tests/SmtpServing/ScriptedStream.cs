namespace EmailConsole.Tests.SmtpServing;

/// <summary>A client that sends exactly so many octets at a time, and then nothing more. Keeps what it is told.</summary>
internal sealed class ScriptedStream(params IReadOnlyList<ReadOnlyMemory<byte>> parts) : Stream
{
    private readonly Queue<ReadOnlyMemory<byte>> _parts = new(parts.Where(p => !p.IsEmpty));
    private readonly MemoryStream _told = new();

    public byte[] Told => _told.ToArray();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (buffer.IsEmpty || _parts.Count == 0)
        {
            return new(0);
        }

        var part = _parts.Dequeue();
        Assert.True(part.Length <= buffer.Length, "A part must fit into one read.");
        part.CopyTo(buffer);
        return new(part.Length);
    }

    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        _told.Write(buffer.Span);
        return default;
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
