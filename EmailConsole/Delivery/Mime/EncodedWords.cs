using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;

namespace EmailConsole.Delivery.Mime;

/// <summary>Encoded words (RFC 2047) in UTF-8, each within its line.</summary>
internal static partial class EncodedWords
{
    // Section 2: a word, and a line that holds one
    private const int LongestWord = 75;
    private const int LongestLine = 76;

    private const string End = "?=";

    // Section 5 (3), which holds for names too
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789!*+-/");

    /// <summary>Whether some reader decodes a part of it, though nobody has encoded it.</summary>
    public static bool LooksLike(string text) => EncodedWord().IsMatch(text);

    /// <summary>What of a text must be encoded, in whole words.</summary>
    /// <param name="text">A header's value.</param>
    /// <param name="printable">What may stand in a header as it is.</param>
    /// <returns>An empty range: nothing.</returns>
    public static Range Find(string text, SearchValues<char> printable)
    {
        var (start, end) = (text.Length, 0);
        Include(text.AsSpan().IndexOfAnyExcept(printable), text.AsSpan().LastIndexOfAnyExcept(printable) + 1);
        foreach (var match in EncodedWord().EnumerateMatches(text))
        {
            Include(match.Index, match.Index + match.Length);
        }

        if (start >= end)
        {
            return 0..0;
        }

        start = text.AsSpan(0, start).LastIndexOfAny(' ', '\t') + 1;
        var blank = text.AsSpan(end).IndexOfAny(' ', '\t');
        return start..(blank < 0 ? text.Length : end + blank);

        void Include(int from, int to)
        {
            if (from >= 0)
            {
                (start, end) = (Math.Min(start, from), Math.Max(end, to));
            }
        }
    }

    /// <summary>Encodes a text, with a line break before each word that would pass its line.</summary>
    /// <param name="folded">Takes the words.</param>
    /// <param name="column">How many characters its last line has.</param>
    /// <param name="blanks">What stands before the text.</param>
    /// <param name="text">Not empty.</param>
    /// <returns>How many characters the last line has then.</returns>
    public static int Append(StringBuilder folded, int column, ReadOnlySpan<char> blanks, ReadOnlySpan<char> text)
    {
        var isQuoted = IsMostlyPlain(text);
        var begin = isQuoted ? "=?utf-8?q?" : "=?utf-8?b?";
        Span<byte> bytes = stackalloc byte[4];
        List<byte> word = [];
        var size = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            var utf8 = bytes[..rune.EncodeToUtf8(bytes)];
            var grown = isQuoted ? size + QuotedLength(rune, utf8.Length) : (word.Count + utf8.Length + 2) / 3 * 4;
            var length = begin.Length + grown + End.Length;
            if (length > LongestWord || column + blanks.Length + length > LongestLine)
            {
                if (word.Count > 0)
                {
                    column = Write(folded, column, blanks, begin, word, isQuoted);
                    blanks = " ";
                    word.Clear();
                }

                folded.Append("\r\n");
                column = 0;
                grown = isQuoted ? QuotedLength(rune, utf8.Length) : (utf8.Length + 2) / 3 * 4;
            }

            word.AddRange(utf8);
            size = grown;
        }

        return Write(folded, column, blanks, begin, word, isQuoted);
    }

    private static int Write(StringBuilder folded, int column, ReadOnlySpan<char> blanks, string begin, List<byte> word, bool isQuoted)
    {
        var before = folded.Length;
        folded.Append(blanks).Append(begin);
        if (isQuoted)
        {
            foreach (var octet in word)
            {
                _ = octet == ' ' ? folded.Append('_') : Plain.Contains((char)octet) ? folded.Append((char)octet) : folded.Append('=').Append(octet.ToString("X2", null));
            }
        }
        else
        {
            folded.Append(Convert.ToBase64String([.. word]));
        }

        folded.Append(End);
        return column + folded.Length - before;
    }

    private static int QuotedLength(Rune rune, int octets) => rune.IsAscii && (rune.Value == ' ' || Plain.Contains((char)rune.Value)) ? 1 : 3 * octets;

    /// <summary>Then the quoted form is the shorter one, and can be read.</summary>
    private static bool IsMostlyPlain(ReadOnlySpan<char> text)
    {
        var (quoted, octets) = (0, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            quoted += QuotedLength(rune, rune.Utf8SequenceLength);
            octets += rune.Utf8SequenceLength;
        }

        return quoted * 3 <= octets * 4;
    }

    [GeneratedRegex(@"=\?[^?]+\?[bq]\?[^?]*\?=", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex EncodedWord();
}
