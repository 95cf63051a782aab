using System.Buffers;
using System.Globalization;
using System.Text;
using MimeKit;

namespace EmailConsole.Delivery.Mime;

/// <summary>
/// Header values that are ASCII go out as they are. MimeKit would make encoded words (RFC 2047) of a word that is too long for its
/// line, which services that read instructions from a header, and mail programs that read links from one, do not decode.
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

    /// <summary>Writes every header that is ASCII as it is.</summary>
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
            if (addresses is not null && header.RawValue.AsSpan().IndexOf("=?"u8) < 0)
            {
                continue;
            }

            // Not encoded means in quotes, wanted or not
            var value = addresses?.ToString(FormatOptions.Default, encode: false) ?? header.Value;
            if (IsAscii(value) && Fold(header.Field, value) is { } folded)
            {
                header.SetRawValue(Encoding.ASCII.GetBytes(folded));
            }
        }
    }

    private static bool IsAscii(string value) => value.Length > 0 && !value.AsSpan().ContainsAnyExcept(Printable);

    /// <summary>A line goes on before a blank (RFC 5322 section 2.2.3), so that it reads the same when it is unfolded.</summary>
    /// <returns>What stands behind the colon, with the last line break; null where a word is too long for any line.</returns>
    private static string? Fold(string name, string value)
    {
        var folded = new StringBuilder(value.Length + 8);
        var line = name.Length + 1;
        var rest = $" {value}".AsSpan();
        for (var isFirst = true; rest.Length > 0; isFirst = false)
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
                return null;
            }

            rest = rest[part.Length..];
        }

        return folded.Append("\r\n").ToString();
    }
}
