using System.Text;
using EmailConsole.Delivery.Replies;

namespace EmailConsole.Delivery.Smtp;

/// <summary>
/// Reads replies, bounded in line length, in number of lines and in what is kept of them: a server that never ends must fill
/// neither memory nor time.
/// </summary>
/// <param name="host">The server, for the charset of its words.</param>
internal sealed class SmtpReplyReader(string host)
{
    // RFC 5321 section 4.5.3.1.5 says 512 octets; challenges and talkative servers pass that
    private const int MaxLine = 8_192;
    private const int MaxLines = 256;

    // More than is shown of a reply by the longest secret in it; of the lines behind the code alone counts
    private const int MaxKept = 8_192;

    // Enough for almost every reply: thousands of connections wait with theirs
    private const int FirstSize = 512;

    private byte[] _buffer = new byte[FirstSize];
    private int _start;
    private int _end;

    /// <summary>Whether bytes have come that no reply read so far has used.</summary>
    public bool HasMore => _end > _start;

    /// <summary>What had come of the reply whose reading failed; null: not even its code.</summary>
    public SmtpReply? Begun { get; private set; }

    /// <param name="stream">The connection.</param>
    /// <param name="heard">Told once of all lines that came, and whether some are missing.</param>
    /// <param name="hide">Takes secrets out of lines that are not decoded yet.</param>
    /// <param name="cancellationToken">Leaves the reply half read.</param>
    /// <exception cref="SmtpProtocolException">It is not a reply.</exception>
    /// <exception cref="EndOfStreamException">The server closed the connection.</exception>
    public async ValueTask<SmtpReply> ReadAsync(
        Stream stream, Action<IReadOnlyList<string>, bool> heard, Func<IReadOnlyList<string>, IReadOnlyList<string>> hide, CancellationToken cancellationToken)
    {
        Begun = null;
        var lines = new ReplyLines(host, hide);
        var code = 0;
        var kept = 0;
        try
        {
            for (var count = 0; count < MaxLines; count++)
            {
                var line = await ReadLineAsync(stream, cancellationToken);
                if (lines.Size < MaxKept || !IsReply(line.Span))
                {
                    lines.Add(line.Span);
                    kept++;
                }

                if (!IsReply(line.Span))
                {
                    throw new SmtpProtocolException("The server's answer is not SMTP.", lines.ToString());
                }

                var lineCode = CodeOf(line.Span);
                if (count > 0 && lineCode != code)
                {
                    throw new SmtpProtocolException("The lines of one reply carry different codes.", lines.ToString());
                }

                code = lineCode;
                if (line.Length == 3 || line.Span[3] != (byte)'-')
                {
                    heard(lines.Decode(), kept <= count);
                    return new SmtpReply(code, lines.Texts());
                }
            }

            throw new SmtpProtocolException($"The reply has more than {MaxLines} lines.");
        }
        catch
        {
            Begun = Begin(code, lines);
            heard(lines.Decode(), true);
            throw;
        }
    }

    /// <summary>A code is a word, whether or not its line came to an end, and whatever stands behind it that is no further digit.</summary>
    private SmtpReply? Begin(int code, ReplyLines lines)
    {
        var rest = _buffer.AsSpan(_start, _end - _start);
        if (code == 0 && lines.Size == 0 && HasCode(rest) && rest.Length > 3)
        {
            lines.Add(rest);
        }

        code = code > 0 ? code : lines.FirstCode;
        return code > 0 ? new SmtpReply(code, lines.Texts()) : null;
    }

    private static bool IsReply(ReadOnlySpan<byte> line) =>
        HasCode(line) && (line.Length == 3 || line[3] is (byte)' ' or (byte)'-' or (byte)'\t');

    private static bool HasCode(ReadOnlySpan<byte> line) =>
        line.Length >= 3 && line[0] is >= (byte)'2' and <= (byte)'5' && char.IsAsciiDigit((char)line[1]) && char.IsAsciiDigit((char)line[2]);

    private static int CodeOf(ReadOnlySpan<byte> line) => (line[0] - '0') * 100 + (line[1] - '0') * 10 + (line[2] - '0');

    /// <returns>Without its line break; good until the next one is read.</returns>
    private async ValueTask<ReadOnlyMemory<byte>> ReadLineAsync(Stream stream, CancellationToken cancellationToken)
    {
        var searched = _start;
        while (true)
        {
            var at = _buffer.AsSpan(searched, _end - searched).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = _buffer.AsMemory(_start, searched + at - _start).TrimEnd((byte)'\r');
                _start = searched + at + 1;
                return line;
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

    /// <summary>The lines of one reply that are kept. Decoded together: they are in one charset, almost always.</summary>
    private sealed class ReplyLines(string host, Func<IReadOnlyList<string>, IReadOnlyList<string>> hide)
    {
        // Latin-1 holds any byte as it is
        private readonly List<string> _raw = [];
        private string[]? _decoded;
        private bool _isAscii = true;

        // Begins another charset of seven bits
        private const byte Escape = 0x1B;

        public int Size { get; private set; }

        /// <summary>Zero: the first line begins with none, or it may be the beginning of a longer number.</summary>
        public int FirstCode { get; private set; }

        public void Add(ReadOnlySpan<byte> line)
        {
            if (_raw.Count == 0 && line.Length > 3 && HasCode(line) && !char.IsAsciiDigit((char)line[3]))
            {
                FirstCode = CodeOf(line);
            }

            _isAscii = _isAscii && Ascii.IsValid(line) && !line.Contains(Escape);
            _raw.Add(Encoding.Latin1.GetString(line));
            Size += line.Length + 1;
            _decoded = null;
        }

        public string[] Decode() => _decoded ??= _isAscii ? [.. _raw] : ReplyCharset.Decode(hide(_raw), host);

        public string[] Texts() => [.. Decode().Select(line => line[ReplyPrefix.CodeLength(line)..])];

        public override string ToString() => string.Join('\n', Decode());
    }
}
