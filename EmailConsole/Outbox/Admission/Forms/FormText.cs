using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace EmailConsole.Outbox.Admission.Forms;

/// <summary>Reads a name or a value of a form: <c>+</c> is a blank, <c>%xx</c> is a byte, and all of it is UTF-8.</summary>
internal static class FormText
{
    private const string NoByte = "A % stands there that is not followed by two hexadecimal digits. Write %25 for it.";

    private static readonly SearchValues<byte> Encoded = SearchValues.Create("%+"u8);

    /// <param name="raw">As it stands in the form.</param>
    /// <param name="text">What it means.</param>
    /// <param name="fault">What is wrong with it otherwise.</param>
    public static bool TryRead(ReadOnlySpan<byte> raw, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? fault)
    {
        if (!raw.ContainsAny(Encoded))
        {
            return TryReadUtf8(raw, out text, out fault);
        }

        var buffer = ArrayPool<byte>.Shared.Rent(raw.Length);
        try
        {
            if (TryDecode(raw, buffer, out var length))
            {
                return TryReadUtf8(buffer.AsSpan(0, length), out text, out fault);
            }

            (text, fault) = (null, NoByte);
            return false;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool TryDecode(ReadOnlySpan<byte> raw, Span<byte> bytes, out int length)
    {
        length = 0;
        while (raw.IndexOfAny(Encoded) is >= 0 and var at)
        {
            raw[..at].CopyTo(bytes[length..]);
            length += at;
            if (raw[at] == '+')
            {
                bytes[length++] = (byte)' ';
                raw = raw[(at + 1)..];
                continue;
            }

            if (raw.Length < at + 3 || !char.IsAsciiHexDigit((char)raw[at + 1]) || !char.IsAsciiHexDigit((char)raw[at + 2]))
            {
                return false;
            }

            bytes[length++] = (byte)((Digit(raw[at + 1]) << 4) | Digit(raw[at + 2]));
            raw = raw[(at + 3)..];
        }

        raw.CopyTo(bytes[length..]);
        length += raw.Length;
        return true;
    }

    // Of one that is a hexadecimal digit
    private static int Digit(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;

    private static bool TryReadUtf8(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out string? text, [NotNullWhen(false)] out string? fault)
    {
        (text, fault) = Utf8.IsValid(bytes) ? (Encoding.UTF8.GetString(bytes), (string?)null) : (null, JsonText.NotUnicode);
        return text is not null;
    }
}
