using System.Buffers;

namespace EmailConsole.SmtpServing;

/// <summary>
/// Takes the octets after DATA, up to the line that is a single dot, and removes the dots that were put before others
/// (RFC 5321 section 4.5.2). Only CR LF ends a line: a bare LF is content, so that no message can be smuggled in another.
/// </summary>
internal sealed class DotReader(MessageBuffer message)
{
    private State _state = State.LineStart;

    private enum State
    {
        LineStart,
        Text,
        Cr,
        Dot,
        DotCr,
        End,
    }

    /// <summary>Reads on.</summary>
    /// <param name="buffer">What has arrived.</param>
    /// <param name="consumed">How far it was read: all of it, or to the end of the message.</param>
    /// <returns>Whether the message is complete.</returns>
    public bool Read(ReadOnlySequence<byte> buffer, out SequencePosition consumed)
    {
        var read = 0L;
        foreach (var part in buffer)
        {
            read += Read(part.Span);
            if (_state == State.End)
            {
                break;
            }
        }

        consumed = buffer.GetPosition(read);
        return _state == State.End;
    }

    private int Read(ReadOnlySpan<byte> octets)
    {
        var from = 0;
        for (var i = 0; i < octets.Length; i++)
        {
            if (_state == State.Text)
            {
                var end = octets[i..].IndexOf((byte)'\r');
                if (end < 0)
                {
                    break;
                }

                i += end;
            }

            var octet = octets[i];
            switch (_state)
            {
                case State.LineStart when octet == '.':
                    message.Append(octets[from..i]);
                    (from, _state) = (i + 1, State.Dot);
                    continue;
                case State.Dot when octet == '\r':
                    (from, _state) = (i + 1, State.DotCr);
                    continue;
                case State.DotCr when octet == '\n':
                    _state = State.End;
                    return i + 1;
                case State.DotCr:
                    message.Append("\r"u8);
                    break;
            }

            _state = octet switch
            {
                (byte)'\r' => State.Cr,
                (byte)'\n' when _state == State.Cr => State.LineStart,
                _ => State.Text,
            };
        }

        message.Append(octets[from..]);
        return octets.Length;
    }
}
