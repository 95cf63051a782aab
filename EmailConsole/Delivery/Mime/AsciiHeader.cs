using System.Buffers;
using System.Globalization;
using System.Text;
using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>
/// Header values that are ASCII go out as they are, unless a reader would take them for encoded words (RFC 2047). MimeKit would
/// make encoded words of a word that is too long for its line, which services that read instructions from a header, and mail
/// programs that read links from one, do not decode; and it makes longer ones than are allowed.
/// </summary>
internal static class AsciiHeader
{
    // RFC 5322 section 2.1.1, without the CRLF: what a line must not exceed, and what it should not
    private const int LongestLine = 998;
    private const int UsualLine = 78;

    private static readonly SearchValues<char> Printable = SearchValues.Create([.. Enumerable.Range(32, 95).Select(c => (char)c), '\t']);

    /// <returns>What is wrong with the value; null: it can be sent.</returns>
    public static string? FindFault(string name, string value) =>
        IsAscii(value) && Fold(name, value) is null
            ? string.Create(
                CultureInfo.InvariantCulture,
                $"A line of a header holds at most {LongestLine} characters (RFC 5322 section 2.1.1), its name included, and is folded at blanks: use a value with a blank at least every {LongestLine - name.Length - 2} characters.")
            : null;

    /// <summary>Writes every header whose value is a text, and addresses that are ASCII.</summary>
    public static void Apply(MimeMessage message)
    {
        foreach (var header in message.Headers.ToList())
        {
            var addresses = header.Id switch
            {
                HeaderId.From => message.From,
                HeaderId.To => message.To,
                HeaderId.Cc => message.Cc,
                HeaderId.ReplyTo => message.ReplyTo,
                _ => null,
            };
            var folded = addresses is null ? FoldText(header.Field, header.Value)
                : header.RawValue.AsSpan().IndexOf("=?"u8) >= 0 ? FoldAddresses(header.Field, addresses)
                : null;
            if (folded is not null)
            {
                header.SetRawValue(Encoding.ASCII.GetBytes(folded));
            }
        }
    }

    /// <summary>Breaks the lines of a value that is as it goes over the wire.</summary>
    /// <param name="name">The header's.</param>
    /// <param name="value">ASCII in one line.</param>
    /// <returns>What stands behind the colon, with the last line break; null where a word is too long for any line.</returns>
    public static string? FoldWire(string name, string value)
    {
        var folded = new StringBuilder(value.Length + 8);
        return FoldPlain(folded, name.Length + 1, $" {value}", isFirst: true) < 0 ? null : folded.Append("\r\n").ToString();
    }

    /// <summary>Writes a text, as encoded words where it must be.</summary>
    /// <param name="name">The header's.</param>
    /// <param name="text">Any language, any length; no control characters.</param>
    /// <returns>What stands behind the colon, with the last line break.</returns>
    public static string Encode(string name, string text) =>
        text.Length == 0 ? "\r\n" : Fold(name, text) ?? FoldEncoded(name, text);

    private static bool IsAscii(string value) => value.Length > 0 && !value.AsSpan().ContainsAnyExcept(Printable);

    private static string? FoldText(string name, string value) =>
        value.Length == 0 ? null : Fold(name, value) ?? (IsAscii(value) ? null : FoldEncoded(name, value));

    // Not encoded means in quotes, wanted or not
    private static string? FoldAddresses(string name, InternetAddressList addresses) =>
        addresses.ToString(FormatOptions.Default, encode: false) is var value && IsAscii(value) && !EncodedWords.LooksLike(value) ? Fold(name, value) : null;

    private static string FoldEncoded(string name, string value)
    {
        var folded = new StringBuilder(value.Length * 2);
        EncodedWords.Append(folded, name.Length + 1, " ", value);
        return folded.Append("\r\n").ToString();
    }

    /// <summary>A line goes on before a blank (RFC 5322 section 2.2.3), so that it reads the same when it is unfolded.</summary>
    /// <returns>What stands behind the colon, with the last line break; null where a word is too long for any line.</returns>
    private static string? Fold(string name, string value)
    {
        var folded = new StringBuilder(value.Length + 8);
        var text = $" {value}";
        var (start, length) = EncodedWords.Find(text, Printable).GetOffsetAndLength(text.Length);
        if (length == 0)
        {
            return FoldPlain(folded, name.Length + 1, text, isFirst: true) < 0 ? null : folded.Append("\r\n").ToString();
        }

        var blanks = text.AsSpan(0, start).LastIndexOfAnyExcept(' ', '\t') + 1;
        var column = FoldPlain(folded, name.Length + 1, text.AsSpan(0, blanks), isFirst: true);
        if (column < 0)
        {
            return null;
        }

        // More blanks than a line holds are encoded as well
        var first = start - blanks > UsualLine ? blanks + 1 : start;
        column = EncodedWords.Append(folded, column, text.AsSpan(blanks, first - blanks), text.AsSpan(first, start + length - first));
        return FoldPlain(folded, column, text.AsSpan(start + length), isFirst: false) < 0 ? null : folded.Append("\r\n").ToString();
    }

    /// <param name="folded">Takes the text.</param>
    /// <param name="line">How many characters its last line has.</param>
    /// <param name="rest">The text, which begins with a blank.</param>
    /// <param name="isFirst">Whether it begins in the line of the header's name.</param>
    /// <returns>How many characters the last line has then; negative: too many.</returns>
    private static int FoldPlain(StringBuilder folded, int line, ReadOnlySpan<char> rest, bool isFirst)
    {
        for (; rest.Length > 0; isFirst = false)
        {
            // Blanks and the word behind them: a line of blanks alone would end the header for some readers
            var word = rest.IndexOfAnyExcept(' ', '\t');
            var end = word < 0 ? -1 : rest[word..].IndexOfAny(' ', '\t');
            var part = end < 0 ? rest : rest[..(word + end)];
            if (!isFirst && word >= 0 && line + part.Length > UsualLine)
            {
                folded.Append("\r\n");
                line = 0;
            }

            folded.Append(part);
            line += part.Length;
            if (line > LongestLine)
            {
                return -1;
            }

            rest = rest[part.Length..];
        }

        return line;
    }
}
