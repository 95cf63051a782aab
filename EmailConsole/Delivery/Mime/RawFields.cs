using System.Text;
using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>Header fields of a raw message, where they stand in its bytes.</summary>
internal static class RawFields
{
    private const int LineBreak = 2;

    /// <param name="content">Header and body, lines ending with CR LF.</param>
    /// <param name="name">Of a field, in ASCII; case does not count.</param>
    /// <returns>The first field of that name with all its lines, the last line break too; null: there is none.</returns>
    public static Range? Find(ReadOnlySpan<byte> content, ReadOnlySpan<byte> name) => Find(content, name, 0);

    /// <summary>All of that name, in their order.</summary>
    public static IReadOnlyList<Range> FindAll(ReadOnlySpan<byte> content, ReadOnlySpan<byte> name)
    {
        List<Range> found = [];
        for (var next = Find(content, name, 0); next is { } range; next = Find(content, name, range.End.Value))
        {
            found.Add(range);
        }

        return found;
    }

    /// <param name="field">As <see cref="Find(ReadOnlySpan{byte}, ReadOnlySpan{byte})"/> gives it, of addresses.</param>
    /// <returns>Null where they cannot be read.</returns>
    public static InternetAddressList? ReadAddresses(ReadOnlySpan<byte> field)
    {
        var value = field[(field.IndexOf((byte)':') + 1)..].ToArray();
        return value.AsSpan().IndexOfAnyExcept(" \t\r\n"u8) < 0 ? []
            : InternetAddressList.TryParse(ParserOptions.Default, value, out var list) ? list
            : null;
    }

    public static bool Has(ReadOnlySpan<byte> content, ReadOnlySpan<byte> name) => Find(content, name) is not null;

    /// <summary>The message without its fields of these names, and with others in front.</summary>
    /// <param name="content">Header and body.</param>
    /// <param name="fields">Put in front, with their line breaks.</param>
    /// <param name="names">Of those that go, in ASCII.</param>
    public static ReadOnlyMemory<byte> Replace(ReadOnlySpan<byte> content, ReadOnlySpan<byte> fields, params ReadOnlySpan<string> names)
    {
        var made = new byte[fields.Length + content.Length];
        fields.CopyTo(made);
        var (at, written) = (0, fields.Length);
        for (int length; at < content.Length && (length = LengthAt(content[at..])) > LineBreak; at += length)
        {
            var field = content.Slice(at, length);
            if (!IsNamedOneOf(field, names))
            {
                field.CopyTo(made.AsSpan(written));
                written += length;
            }
        }

        content[at..].CopyTo(made.AsSpan(written));
        return made.AsMemory(0, written + content.Length - at);
    }

    /// <summary>The same, with the field of that name where it stood.</summary>
    /// <returns>As it was where there is no such field.</returns>
    public static ReadOnlyMemory<byte> ReplaceInPlace(ReadOnlyMemory<byte> content, ReadOnlySpan<byte> name, ReadOnlySpan<byte> field)
    {
        if (Find(content.Span, name) is not { } range)
        {
            return content;
        }

        var (start, length) = range.GetOffsetAndLength(content.Length);
        var made = new byte[content.Length - length + field.Length];
        content.Span[..start].CopyTo(made);
        field.CopyTo(made.AsSpan(start));
        content.Span[(start + length)..].CopyTo(made.AsSpan(start + field.Length));
        return made;
    }

    private static Range? Find(ReadOnlySpan<byte> content, ReadOnlySpan<byte> name, int at)
    {
        for (int length; at < content.Length && (length = LengthAt(content[at..])) > LineBreak; at += length)
        {
            if (IsNamed(content.Slice(at, length), name))
            {
                return at..(at + length);
            }
        }

        return null;
    }

    /// <summary>Of the field that begins there, with the lines that go on with a blank (RFC 5322 section 2.2.3); of the blank line its line break.</summary>
    private static int LengthAt(ReadOnlySpan<byte> rest)
    {
        for (var length = 0; ;)
        {
            var end = rest[length..].IndexOf("\r\n"u8);
            if (end < 0)
            {
                return rest.Length;
            }

            length += end + LineBreak;
            if (length == LineBreak || length == rest.Length || rest[length] is not ((byte)' ' or (byte)'\t'))
            {
                return length;
            }
        }
    }

    private static bool IsNamedOneOf(ReadOnlySpan<byte> field, ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (IsNamed(field, Encoding.ASCII.GetBytes(name)))
            {
                return true;
            }
        }

        return false;
    }

    // Blanks before the colon are obsolete (RFC 5322 section 4.5), and read
    private static bool IsNamed(ReadOnlySpan<byte> field, ReadOnlySpan<byte> name) =>
        field.Length > name.Length
        && Ascii.EqualsIgnoreCase(field[..name.Length], name)
        && field[name.Length..].TrimStart(" \t"u8) is [(byte)':', ..];
}
