using System.Buffers;

namespace EmailConsole.SmtpServing;

/// <summary>Gathers the content of a message, once, in rented memory. What is too large, or finds no room, is counted on and not kept.</summary>
/// <param name="max">Octets.</param>
/// <param name="memory">Asked for what it takes; null: nobody is.</param>
internal sealed class MessageBuffer(int max, IMessageMemory? memory) : IDisposable
{
    private const int First = 16 * 1024;

    private byte[] _octets = [];
    private int _kept;

    /// <summary>All that was appended, kept or not.</summary>
    public long Length { get; private set; }

    public bool IsTooLarge => Length > max;

    /// <summary>There was no room for it, but there may be later.</summary>
    public bool HasNoRoom { get; private set; }

    /// <summary>What was kept, until this is disposed of.</summary>
    public ReadOnlyMemory<byte> Content => _octets.AsMemory(0, _kept);

    public void Append(ReadOnlySpan<byte> octets)
    {
        Length += octets.Length;
        if (IsTooLarge || HasNoRoom || !MakeRoom(octets.Length))
        {
            Dispose();
            return;
        }

        octets.CopyTo(_octets.AsSpan(_kept));
        _kept += octets.Length;
    }

    public void Dispose()
    {
        if (_octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_octets);
            memory?.Release();
            (_octets, _kept) = ([], 0);
        }
    }

    private bool MakeRoom(int more)
    {
        var needed = _kept + more;
        if (needed <= _octets.Length)
        {
            return true;
        }

        var larger = ArrayPool<byte>.Shared.Rent(Math.Max(needed, (int)Math.Min(max, Math.Max(First, 2L * _octets.Length))));
        if (memory?.TryHold(larger.Length) == false)
        {
            ArrayPool<byte>.Shared.Return(larger);
            HasNoRoom = true;
            return false;
        }

        Content.Span.CopyTo(larger);
        if (_octets.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_octets);
        }

        _octets = larger;
        return true;
    }
}
