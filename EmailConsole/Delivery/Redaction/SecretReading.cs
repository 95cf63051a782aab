using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;

namespace EmailConsole.Delivery.Redaction;

/// <summary>One way to read a text in search of secrets: characters without blanks, and where in the text each comes from.</summary>
internal sealed class SecretReading(int capacity)
{
    // Of an escape that the end of the text has cut in two
    private const int LongestEscape = 10;

    private readonly char[] _text = new char[capacity];
    private readonly int[] _first = new int[capacity];
    private readonly int[] _end = new int[capacity];

    public int Count { get; private set; }

    public ReadOnlySpan<char> Text => _text.AsSpan(0, Count);

    /// <summary>Where in the text the character begins.</summary>
    public int First(int index) => _first[index];

    /// <summary>Where in the text the character ends.</summary>
    public int End(int index) => _end[index];

    public void Add(char c, int first, int end)
    {
        if (!IsBlank(c))
        {
            (_text[Count], _first[Count], _end[Count]) = (c, first, end);
            Count++;
        }
    }

    /// <summary>Control characters are as good as blanks: they are not shown.</summary>
    public static bool IsBlank(char c) => c is < ' ' or '\u007F' || char.IsWhiteSpace(c);

    /// <summary>
    /// All readings with escapes undone, of one kind or of two within each other: a secret may itself look like an escape of a
    /// kind that its text does not have.
    /// </summary>
    /// <param name="isCut">Whether an escape at the end may be the beginning of one.</param>
    public IEnumerable<SecretReading> WithoutEscapes(bool isCut)
    {
        foreach (var outer in Escapes)
        {
            if (Undo(outer, isCut) is { } once)
            {
                yield return once;
                foreach (var inner in Escapes)
                {
                    if (once.Undo(inner, isCut) is { } twice)
                    {
                        yield return twice;
                    }
                }
            }
        }

        if (Undo(Separators, isCut: false) is { } digits)
        {
            yield return digits;
        }
    }

    /// <returns>Null: there was nothing to undo.</returns>
    private SecretReading? Undo(Escape escape, bool isCut)
    {
        if (!Text.ContainsAny(escape.Signs))
        {
            return null;
        }

        var undone = new SecretReading(Count);
        var hasAny = false;
        Span<char> units = stackalloc char[2];
        for (var i = 0; i < Count;)
        {
            var isSign = escape.Signs.Contains(_text[i]);
            var (length, rune) = isSign ? escape.Read(Text[i..], i == 0 ? ' ' : _text[i - 1]) : (0, null);
            if (length == 0)
            {
                if (isSign && isCut && Count - i < LongestEscape)
                {
                    return undone;
                }

                undone.Add(_text[i], _first[i], _end[i]);
                i++;
                continue;
            }

            hasAny = true;
            for (var unit = 0; unit < (rune?.EncodeToUtf16(units) ?? 0); unit++)
            {
                undone.Add(units[unit], _first[i], _end[i + length - 1]);
            }

            i += length;
        }

        return hasAny ? undone : null;
    }

    /// <summary>What an escape that begins with one of the signs stands for, and how long it is.</summary>
    private sealed record Escape(string Signs, Escape.Reader Read)
    {
        /// <param name="text">Begins with a sign.</param>
        /// <param name="before">The character before it.</param>
        /// <returns>A length of zero: it is no escape; no rune: it stands for nothing.</returns>
        public delegate (int Length, Rune? Rune) Reader(ReadOnlySpan<char> text, char before);
    }

    private static readonly Escape[] Escapes =
    [
        // Addresses and forms, quoted-printable, RFC 3461's xtext
        new("%", (text, _) => Bytes(text, "%", 2) is { Length: > 0 } found ? found : CodeUnits(text, "%u")),
        new("=", (text, _) => Bytes(text, "=", 2)),
        new("+", (text, _) => Bytes(text, "+", 2)),
        new("&", (text, _) => Entity(text)),
        new("\\", (text, _) => Backslash(text)),

        // SQL, CSV, printf
        new("\"'%\\$", (text, _) => text.Length > 1 && text[1] == text[0] ? (2, new Rune(text[0])) : default),
    ];

    // Between hexadecimal digits
    private static readonly Escape Separators = new(":-,.0", (text, before) =>
        text is ['0', 'x' or 'X', var digit, ..] && char.IsAsciiHexDigit(digit) ? (2, null)
        : text is [',', '0', 'x' or 'X', ..] ? (3, null)
        : text is [not '0', var next, ..] && char.IsAsciiHexDigit(before) && char.IsAsciiHexDigit(next) ? (1, null)
        : default);

    // Names that HTML 5 has beyond those of HTML 4
    private static readonly Dictionary<string, char> Names = new(StringComparer.Ordinal)
    {
        ["excl"] = '!',
        ["num"] = '#',
        ["dollar"] = '$',
        ["percnt"] = '%',
        ["lpar"] = '(',
        ["rpar"] = ')',
        ["ast"] = '*',
        ["plus"] = '+',
        ["comma"] = ',',
        ["period"] = '.',
        ["sol"] = '/',
        ["colon"] = ':',
        ["semi"] = ';',
        ["equals"] = '=',
        ["quest"] = '?',
        ["commat"] = '@',
        ["lsqb"] = '[',
        ["lbrack"] = '[',
        ["bsol"] = '\\',
        ["rsqb"] = ']',
        ["rbrack"] = ']',
        ["Hat"] = '^',
        ["lowbar"] = '_',
        ["grave"] = '`',
        ["lcub"] = '{',
        ["lbrace"] = '{',
        ["verbar"] = '|',
        ["vert"] = '|',
        ["rcub"] = '}',
        ["rbrace"] = '}',
        ["AMP"] = '&',
        ["LT"] = '<',
        ["GT"] = '>',
        ["QUOT"] = '"',
    };

    private static (int Length, Rune? Rune) Entity(ReadOnlySpan<char> text)
    {
        var end = text[..Math.Min(text.Length, LongestEscape + 2)].IndexOf(';');
        if (end < 2)
        {
            return default;
        }

        var entity = text[..(end + 1)].ToString();
        if (Names.TryGetValue(entity[1..^1], out var c))
        {
            return (entity.Length, new Rune(c));
        }

        var decoded = WebUtility.HtmlDecode(entity);
        return decoded != entity && Rune.TryGetRuneAt(decoded, 0, out var rune) ? (entity.Length, rune) : default;
    }

    private static (int Length, Rune? Rune) Backslash(ReadOnlySpan<char> text)
    {
        if (text.Length < 2)
        {
            return default;
        }

        if (Bytes(text, "\\x", 2) is { Length: > 0 } hex)
        {
            return hex;
        }

        if (CodeUnits(text, "\\u") is { Length: > 0 } units)
        {
            return units;
        }

        if (Bytes(text, "\\", 3) is { Length: > 0 } octal)
        {
            return octal;
        }

        if (text.StartsWith("\\u{") && text.IndexOf('}') is > 3 and < LongestEscape and var end && Hex(text[3..end]) is var braced && Rune.IsValid(braced))
        {
            return (end + 1, new Rune(braced));
        }

        if (text.StartsWith("\\U") && text.Length >= 10 && Hex(text[2..10]) is var wide && Rune.IsValid(wide))
        {
            return (10, new Rune(wide));
        }

        return text[1] is 'n' or 'r' or 't' or 'b' or 'f' or 'v' or 'a' or '0' ? (2, null)
            : Rune.DecodeFromUtf16(text[1..], out var escaped, out var used) == OperationStatus.Done ? (1 + used, escaped)
            : default;
    }

    /// <summary>As many bytes as make one character of UTF-8; else one of windows-1252.</summary>
    private static (int Length, Rune? Rune) Bytes(ReadOnlySpan<char> text, string sign, int digits)
    {
        Span<byte> bytes = stackalloc byte[4];
        var (count, wanted, size) = (0, 1, sign.Length + digits);
        for (; count < wanted && text[(count * size)..].StartsWith(sign) && Byte(text[(count * size)..], sign.Length, digits) is { } value; count++)
        {
            bytes[count] = value;
            wanted = bytes[0] switch { >= 0xF0 => 4, >= 0xE0 => 3, >= 0xC0 => 2, _ => 1 };
        }

        return count == 0 ? default
            : Rune.DecodeFromUtf8(bytes[..count], out var rune, out var used) == OperationStatus.Done && used == count ? (count * size, rune)
            : (size, new Rune(CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetString(bytes[..1])[0]));
    }

    private static byte? Byte(ReadOnlySpan<char> text, int at, int digits)
    {
        if (text.Length < at + digits)
        {
            return null;
        }

        var value = 0;
        foreach (var c in text.Slice(at, digits))
        {
            if (digits == 3 ? c is < '0' or > '7' : !char.IsAsciiHexDigit(c))
            {
                return null;
            }

            value = (value << (digits == 3 ? 3 : 4)) + (char.IsAsciiDigit(c) ? c - '0' : (c | 0x20) - 'a' + 10);
        }

        return value <= byte.MaxValue ? (byte)value : null;
    }

    private static (int Length, Rune? Rune) CodeUnits(ReadOnlySpan<char> text, string sign)
    {
        int Unit(ReadOnlySpan<char> from) => from.Length >= sign.Length + 4 && from.StartsWith(sign) ? Hex(from.Slice(sign.Length, 4)) : -1;
        var (size, high) = (sign.Length + 4, Unit(text));
        return high < 0 ? default
            : Rune.IsValid(high) ? (size, new Rune(high))
            : Rune.TryCreate((char)high, (char)Math.Max(Unit(text[size..]), 0), out var rune) ? (size * 2, rune)
            : (size, Rune.ReplacementChar);
    }

    private static int Hex(ReadOnlySpan<char> digits) =>
        int.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value) ? value : -1;
}
