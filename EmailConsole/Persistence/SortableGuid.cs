using System.Buffers.Binary;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace EmailConsole.Persistence;

/// <summary>
/// An id as 16 bytes, most significant first: SQLite compares them as PostgreSQL does its <c>uuid</c>, which is the order of time where they are of
/// version 7, and an index of them is less than half that of the text form. SQL takes them as these bytes: the driver would write text.
/// </summary>
internal sealed class SortableGuid() : ValueConverter<Guid, byte[]>(id => ToBytes(id), bytes => FromBytes(bytes))
{
    public static byte[] ToBytes(Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid FromBytes(byte[] bytes) => new(bytes, bigEndian: true);

    /// <summary>When a version 7 id was made, to the millisecond.</summary>
    public static DateTimeOffset TimeOf(Guid id) =>
        DateTimeOffset.FromUnixTimeMilliseconds((long)(BinaryPrimitives.ReadUInt64BigEndian(ToBytes(id)) >> 16));

    /// <summary>The smallest version 7 id of that millisecond (RFC 9562 section 5.7).</summary>
    public static Guid FirstAt(DateTimeOffset time)
    {
        Span<byte> bytes = stackalloc byte[16];
        bytes.Clear();
        var milliseconds = Math.Max(0, time.ToUnixTimeMilliseconds());
        BinaryPrimitives.WriteUInt64BigEndian(bytes, (ulong)milliseconds << 16);
        bytes[6] = 0x70;
        bytes[8] = 0x80;
        return new Guid(bytes, bigEndian: true);
    }
}
