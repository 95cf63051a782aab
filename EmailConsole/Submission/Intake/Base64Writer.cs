using System.Buffers.Text;

namespace EmailConsole.Submission.Intake;

/// <summary>Base64 in lines of 76 characters.</summary>
internal sealed class Base64Writer(MessageWriter writer)
{
    private const int Octets = 57;

    private readonly byte[] _octets = new byte[Octets];
    private readonly byte[] _line = new byte[76];
    private int _count;
    private bool _isFirst = true;

    public void Put(ReadOnlySpan<byte> octets)
    {
        while (!octets.IsEmpty)
        {
            if (_count == Octets)
            {
                Flush();
            }

            var part = octets[..Math.Min(octets.Length, Octets - _count)];
            part.CopyTo(_octets.AsSpan(_count));
            _count += part.Length;
            octets = octets[part.Length..];
        }
    }

    public void End()
    {
        if (_count > 0)
        {
            Flush();
        }
    }

    private void Flush()
    {
        if (!_isFirst)
        {
            writer.Write("\r\n"u8);
        }

        Base64.EncodeToUtf8(_octets.AsSpan(0, _count), _line, out _, out var written);
        writer.Write(_line.AsSpan(0, written));
        (_count, _isFirst) = (0, false);
    }
}
