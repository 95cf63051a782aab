using System.Globalization;
using System.Text;

namespace EmailConsole.Delivery.Mime;

/// <summary>
/// A file's name as parameters of a part's headers. ASCII stands in quotes, on one line however long: readers of mail differ in
/// what they make of the pieces of RFC 2231. Any other name is <c>filename*</c> in Content-Disposition (RFC 2231 section 4), and beside
/// it an encoded word within the quotes of <c>name</c> in Content-Type, which no RFC allows and Outlook asks for.
/// </summary>
internal static class AttachmentName
{
    /// <summary>In UTF-16 code units: with every character escaped it fits a line of 998 characters.</summary>
    public const int Longest = 255;

    private const int LongestLine = 998;
    private const string Continued = ";\r\n ";

    // 60 characters of base64 in an encoded word of at most 75 (RFC 2047 section 2)
    private const int WordBytes = 45;

    /// <summary>The parameter <c>filename</c>, with the semicolon before it.</summary>
    public static string InDisposition(string name)
    {
        if (IsPlain(name))
        {
            return $"{Continued}filename={Quoted(name)}";
        }

        const string Start = "filename*=utf-8''";
        var escaped = new StringBuilder();
        List<string> pieces = [];
        foreach (var rune in name.EnumerateRunes())
        {
            var character = Escape(rune);
            if (Start.Length + 4 + escaped.Length + character.Length > LongestLine)
            {
                pieces.Add(escaped.ToString());
                escaped.Clear();
            }

            escaped.Append(character);
        }

        pieces.Add(escaped.ToString());
        return pieces.Count == 1
            ? $"{Continued}{Start}{pieces[0]}"
            : string.Concat(pieces.Select((piece, i) => string.Create(
                CultureInfo.InvariantCulture, $"{Continued}filename*{i}*={(i == 0 ? "utf-8''" : "")}{piece}")));
    }

    /// <summary>The parameter <c>name</c>, with the semicolon before it.</summary>
    public static string InType(string name)
    {
        if (IsPlain(name))
        {
            return $"{Continued}name={Quoted(name)}";
        }

        List<string> words = [];
        var bytes = new List<byte>(WordBytes);
        Span<byte> buffer = stackalloc byte[4];
        foreach (var rune in name.EnumerateRunes())
        {
            var length = rune.EncodeToUtf8(buffer);
            if (bytes.Count + length > WordBytes)
            {
                words.Add(Word(bytes));
                bytes.Clear();
            }

            bytes.AddRange(buffer[..length]);
        }

        words.Add(Word(bytes));
        return $"{Continued}name=\"{string.Join("\r\n ", words)}\"";
    }

    // What looks like an encoded word would be decoded
    private static bool IsPlain(string name) => Ascii.IsValid(name) && !name.Contains("=?", StringComparison.Ordinal);

    private static string Word(List<byte> bytes) => $"=?utf-8?B?{Convert.ToBase64String([.. bytes])}?=";

    // RFC 2045 section 5.1
    private static string Quoted(string name) =>
        $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    private static string Escape(Rune rune)
    {
        if (rune.IsAscii && (char.IsAsciiLetterOrDigit((char)rune.Value) || rune.Value is '.' or '-' or '_'))
        {
            return rune.ToString();
        }

        Span<byte> buffer = stackalloc byte[4];
        var escaped = new StringBuilder();
        foreach (var octet in buffer[..rune.EncodeToUtf8(buffer)])
        {
            escaped.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
        }

        return escaped.ToString();
    }
}
