using System.Text;

namespace EmailConsole.Delivery.Smtp;

/// <summary>Reads replies, bounded in line length and in number of lines: a server that never ends must not fill memory.</summary>
internal sealed class SmtpReplyReader
{
    // RFC 5321 section 4.5.3.1.5 says 512 octets; challenges and talkative servers pass that
    private const int MaxLine = 8_192;
    private const int MaxLines = 256;

    // Enough for almost every reply: thousands of connections wait with theirs
    private const int FirstSize = 512;

    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;

    /// <summary>Whether bytes have come that no reply read so far has used.</summary>
    public bool HasMore => _end > _start;

    /// <exception cref="SmtpProtocolException">It is not a reply.</exception>
    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    public async ValueTask<SmtpReply> ReadAsync(Stream stream, Action<string> transcript, CancellationToken cancellationToken)
    {
        List<string> texts = [];
        var code = 0;
        while (texts.Count < MaxLines)
        {
            var line = await ReadLineAsync(stream, cancellationToken);
            transcript(line);
            var (lineCode, isLast, text) = Parse(line);
            if (texts.Count > 0 && lineCode != code)
            {
                throw new SmtpProtocolException("The lines of one reply carry different codes.", line);
            }

            code = lineCode;
            texts.Add(text);
            if (isLast)
            {
                return new SmtpReply(code, texts);
            }
        }

        throw new SmtpProtocolException($"The reply has more than {MaxLines} lines.");
    }

    private static (int Code, bool IsLast, string Text) Parse(string line)
    {
        if (line.Length < 3 || line[0] is < '2' or > '5' || !char.IsAsciiDigit(line[1]) || !char.IsAsciiDigit(line[2])
            || (line.Length > 3 && line[3] is not (' ' or '-')))
        {
            throw new SmtpProtocolException("The server's answer is not SMTP.", line.Length > 200 ? line[..200] : line);
        }

        var code = (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');
        return (code, line.Length == 3 || line[3] == ' ', line.Length > 4 ? line[4..] : "");
    }

    private async ValueTask<string> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var searched = _start;
        while (true)
        {
            var at = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsSpan(_start, searched + at - _start).TrimEnd((byte)'\r');
                _start = searched + at + 1;
                return Encoding.UTF8.GetString(line);
            }

            searched = MakeRoom();
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), cancellationToken);
            if (read == 0)
            {
                throw new EndOfStreamException("The server closed the connection.");
            }

            _end += read;
        }
    }

    /// <returns>Where the bytes that come next begin.</returns>
    private int MakeRoom()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == MaxLine)
        {
            throw new SmtpProtocolException($"A line of the reply is longer than {MaxLine} bytes.");
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _end * 2);
        }

        return _end;
    }
}
