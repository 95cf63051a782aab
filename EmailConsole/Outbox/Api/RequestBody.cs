using System.Buffers;

namespace EmailConsole.Outbox.Api;

/// <summary>
/// The bytes of a request's body, once, in rented memory that goes back with the answer. It is taken as the bytes arrive: a
/// <c>Content-Length</c> without them costs nothing.
/// </summary>
internal sealed class RequestBody(RequestMemory memory, Guid tenantId) : IDisposable
{
    private byte[] _bytes = [];
    private int _length;
    private long _held;

    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _length);

    /// <exception cref="BadHttpRequestException">It is larger than the endpoint takes, ends early, or takes too long.</exception>
    /// <exception cref="RequestMemoryException">The requests in progress hold too much.</exception>
    public async Task ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        var reader = request.BodyReader;
        while (true)
        {
            var read = await reader.ReadAsync(cancellationToken);
            try
            {
                MakeRoom(read.Buffer.Length, request.ContentLength);
                foreach (var part in read.Buffer)
                {
                    part.Span.CopyTo(_bytes.AsSpan(_length));
                    _length += part.Length;
                }
            }
            finally
            {
                // Also where it is refused: the server reads the rest, to find the next request
                reader.AdvanceTo(read.Buffer.End);
            }

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
            memory.GiveBack(tenantId, _held);
            (_bytes, _length, _held) = ([], 0, 0);
        }
    }

    private void MakeRoom(long more, long? announced)
    {
        var needed = _length + more;
        if (needed <= _bytes.Length)
        {
            return;
        }

        // Twice as much each time, up to what was announced
        var wanted = Math.Max(needed, Math.Min(2L * _bytes.Length, announced ?? long.MaxValue));
        Grow((int)Math.Max(wanted, Math.Min(announced ?? 0, RequestMemory.Small)));
    }

    private void Grow(int size)
    {
        var larger = ArrayPool<byte>.Shared.Rent(size);
        var more = (larger.Length > RequestMemory.Small ? larger.Length : 0) - _held;
        if (more > 0)
        {
            if (memory.Take(tenantId, _held, more) is not MemoryRefusal.None and var refusal)
            {
                ArrayPool<byte>.Shared.Return(larger);
                throw new RequestMemoryException(refusal);
            }

            _held += more;
        }

        Bytes.CopyTo(larger);
        if (_bytes.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
        }

        _bytes = larger;
    }
}
