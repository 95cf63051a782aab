using System.Buffers;

namespace EmailConsole.DevelopmentMailbox.Smtp;

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
        var reader = new SequenceReader<byte>(buffer);
        while (_state != State.End && reader.TryRead(out var octet))
        {
            _state = Next(octet);
        }

        consumed = reader.Position;
        return _state == State.End;
    }

    private State Next(byte octet)
    {
        switch (_state)
        {
            case State.LineStart when octet == '.':
                return State.Dot;
            case State.Dot when octet == '\r':
                return State.DotCr;
            case State.DotCr when octet == '\n':
                return State.End;
            case State.DotCr:
                message.Append((byte)'\r');
                break;
        }

        var follows = octet switch
        {
            (byte)'\r' => State.Cr,
            (byte)'\n' when _state == State.Cr => State.LineStart,
            _ => State.Text,
        };
        message.Append(octet);
        return follows;
    }
}
