using System.Buffers;
using System.Numerics;

namespace EmailConsole.SmtpServing;

/// <summary>Gathers the content of a message, once. What is too large, or finds no room, is counted on and not kept.</summary>
/// <param name="max">Octets.</param>
/// <param name="memory">Asked for what it takes; null: nobody is.</param>
/// <param name="announced">Octets that it is said to have; taken at once when it turns out to be large, instead of twice as many again and again. 0: nothing was said.</param>
internal sealed class MessageBuffer(int max, IMessageMemory? memory, long announced = 0) : IDisposable
{
    private const int First = 16 * 1024;

    // The pool keeps what it was given for long, and most of it is twice as large as it must be: of large messages that came at once it would keep gigabytes
    private const int LargestRented = 1024 * 1024;

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
            GiveBack();
            memory?.Release();
            (_octets, _kept) = ([], 0);
        }
    }

    private void GiveBack()
    {
        if (_octets.Length is > 0 and <= LargestRented)
        {
            ArrayPool<byte>.Shared.Return(_octets);
        }
    }

    private bool MakeRoom(int more)
    {
        var needed = _kept + more;
        if (needed <= _octets.Length)
        {
            return true;
        }

        // Asked for before it is there: many that are refused at once take nothing. The pool's arrays are powers of two
        var size = Math.Max(needed, (int)Math.Min(max, Math.Max(First, 2L * _octets.Length)));
        size = size <= LargestRented ? (int)BitOperations.RoundUpToPowerOf2((uint)size)
            : announced >= needed && announced <= max ? (int)announced
            : size;
        if (memory?.TryHold(size) == false)
        {
            HasNoRoom = true;
            return false;
        }

        var larger = size <= LargestRented ? ArrayPool<byte>.Shared.Rent(size) : GC.AllocateUninitializedArray<byte>(size);
        Content.Span.CopyTo(larger);
        GiveBack();
        _octets = larger;
        return true;
    }
}
