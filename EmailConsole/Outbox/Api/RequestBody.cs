using System.Buffers;

namespace EmailConsole.Outbox.Api;

/// <summary>The bytes of a request's body, once, in rented memory that goes back with the answer.</summary>
internal sealed class RequestBody(RequestMemory memory) : IDisposable
{
    private const int FirstSize = 16 * 1024;

    // A Content-Length alone, without the bytes, shall not cost memory
    private const int Trusted = 1024 * 1024;

    private byte[] _bytes = [];
    private int _length;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <exception cref="BadHttpRequestException">It is larger than the endpoint takes, or ends early.</exception>
    /// <exception cref="RequestMemoryException">The requests in progress hold too much.</exception>
    public async Task ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        Grow((int)Math.Clamp(request.ContentLength ?? 0, FirstSize, Trusted));
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            foreach (var part in read.Buffer)
            {
                Append(part.Span);
            }

            reader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            memory.GiveBack(_bytes.Length);
            (_bytes, _length) = ([], 0);
        }
    }

    private void Append(ReadOnlySpan<byte> part)
    {
        if (_bytes.Length - _length < part.Length)
        {
            Grow(Math.Max(_length + part.Length, _bytes.Length * 2));
        }

        part.CopyTo(_bytes.AsSpan(_length));
        _length += part.Length;
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        if (!memory.TryTake(larger.Length - _bytes.Length))
        {
            ArrayPool<byte>.Shared.Return(larger);
            throw new RequestMemoryException();
        }

        Bytes.CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
