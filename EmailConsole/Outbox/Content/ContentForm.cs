using System.Buffers.Binary;
using System.Text.Json;
using EmailConsole.Delivery;

namespace EmailConsole.Outbox.Content;

/// <summary>
/// The bytes of a stored content before they are encrypted. What EmailConsole makes a message of is JSON. What a program wrote is kept as it
/// is: <see cref="Raw"/>, the flags, the length of the JSON (4 bytes, the most significant last), the JSON, which says whom the message names and its
/// subject, and the message. The first byte tells the forms apart.
/// </summary>
internal static class ContentForm
{
    private const byte Json = (byte)'{';
    private const byte Raw = 0x01;
    private const int Head = 6;

    [Flags]
    private enum Traits : byte
    {
        None = 0,
        EightBit = 1,
        Utf8 = 2,
        Signed = 4,
        MayNameOther = 8,
        All = EightBit | Utf8 | Signed | MayNameOther,
    }

    public static byte[] Write(StoredContent content)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(content, StoredContentJson.Compact.StoredContent);
        if (content.Raw is not { } raw)
        {
            return json;
        }

        var bytes = GC.AllocateUninitializedArray<byte>(Head + json.Length + raw.Content.Length);
        bytes[0] = Raw;
        bytes[1] = (byte)TraitsOf(raw);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(2), json.Length);
        json.CopyTo(bytes, Head);
        raw.Content.CopyTo(bytes.AsMemory(Head + json.Length));
        return bytes;
    }

    /// <param name="bytes">A raw message is not copied out of them.</param>
    /// <returns>Null: it is in a form that is not known here.</returns>
    /// <exception cref="JsonException">It is in a known form, and damaged.</exception>
    /// <exception cref="InvalidDataException">The same.</exception>
    public static StoredContent? Read(byte[] bytes) => bytes switch
    {
        [Json, ..] => Parse(bytes),
        [Raw, var traits, ..] => ((Traits)traits & ~Traits.All) == Traits.None ? ReadRaw(bytes, (Traits)traits) : null,
        [Raw] or [] => throw new InvalidDataException("It ends too early."),
        _ => null,
    };

    private static StoredContent ReadRaw(byte[] bytes, Traits traits)
    {
        var length = bytes.Length < Head ? -1 : BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(2));
        if (length < 0 || length > bytes.Length - Head)
        {
            throw new InvalidDataException("It ends too early.");
        }

        return Parse(bytes.AsSpan(Head, length)) with
        {
            Raw = new RawMessage(
                bytes.AsMemory(Head + length),
                NeedsEightBit: traits.HasFlag(Traits.EightBit),
                NeedsUtf8: traits.HasFlag(Traits.Utf8),
                IsSigned: traits.HasFlag(Traits.Signed),
                MayNameOther: traits.HasFlag(Traits.MayNameOther)),
        };
    }

    private static StoredContent Parse(ReadOnlySpan<byte> json) =>
        JsonSerializer.Deserialize(json, StoredContentJson.Compact.StoredContent) ?? throw new InvalidDataException("It says nothing.");

    private static Traits TraitsOf(RawMessage raw) =>
        (raw.NeedsEightBit ? Traits.EightBit : Traits.None)
        | (raw.NeedsUtf8 ? Traits.Utf8 : Traits.None)
        | (raw.IsSigned ? Traits.Signed : Traits.None)
        | (raw.MayNameOther ? Traits.MayNameOther : Traits.None);
}
