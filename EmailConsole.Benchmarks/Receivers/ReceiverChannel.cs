using System.Text;

namespace EmailConsole.Benchmarks.Receivers;

/// <summary>Reads lines and writes replies; replies go out together, when there is nothing more to read.</summary>
internal sealed class ReceiverChannel(Stream stream)
{
    private const int LongestLine = 16 * 1024;

    private readonly byte[] _input = new byte[LongestLine];
    private readonly List<byte> _output = [];
    private int _start;
    private int _end;

    public Stream Stream => stream;

    public void Reply(string line) => _output.AddRange(Encoding.ASCII.GetBytes(line + "\r\n"));

    public async Task FlushAsync(CancellationToken cancellationToken)
    {
        if (_output.Count > 0)
        {
            await stream.WriteAsync(_output.ToArray(), cancellationToken);
            _output.Clear();
        }
    }

    /// <returns>Null: the client is gone.</returns>
    public async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        int length;
        while ((length = _input.AsSpan(_start, _end - _start).IndexOf("\r\n"u8)) < 0)
        {
            if (!await FillAsync(cancellationToken))
            {
                return null;
            }
        }

        var line = Encoding.ASCII.GetString(_input, _start, length);
        _start += length + 2;
        return line;
    }

    /// <returns>False: the client is gone.</returns>
    public async Task<bool> SkipAsync(long bytes, CancellationToken cancellationToken)
    {
        while (bytes > 0)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return false;
            }

            var step = (int)Math.Min(bytes, _end - _start);
            _start += step;
            bytes -= step;
        }

        return true;
    }

    /// <returns>Null: the client is gone.</returns>
    public async Task<byte[]?> ReadAsync(int bytes, CancellationToken cancellationToken)
    {
        var content = new byte[bytes];
        var length = 0;
        while (length < bytes)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return null;
            }

            var step = Math.Min(bytes - length, _end - _start);
            _input.AsSpan(_start, step).CopyTo(content.AsSpan(length));
            _start += step;
            length += step;
        }

        return content;
    }

    /// <summary>Says nothing more until the client is gone.</summary>
    public async Task FallSilentAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        while (await stream.ReadAsync(_input, cancellationToken) > 0)
        {
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        await FlushAsync(cancellationToken);
        _input.AsSpan(_start, _end - _start).CopyTo(_input);
        _end -= _start;
        _start = 0;
        if (_end == _input.Length)
        {
            return false;
        }

        var read = await stream.ReadAsync(_input.AsMemory(_end), cancellationToken);
        _end += read;
        return read > 0;
    }
}
