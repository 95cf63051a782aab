using System.Globalization;
using System.Text;

namespace EmailConsole.Delivery;

/// <summary>
/// Makes words of others fit for a page, a log or a history: known secrets go in every form they may come back in, control
/// and formatting characters go, and at most <see cref="MaxLength"/> characters stay. Immutable and safe for any thread.
/// </summary>
/// <remarks>
/// A secret is found whatever blanks and line breaks stand within it, so that folding a reply hides none. One of fewer than
/// <see cref="MinWithin"/> characters is searched as a word of its own alone: starred within the words of a server it would
/// make them unreadable, and tell what it is.
/// </remarks>
public sealed class SecretScrubber
{
    public const int MaxLength = 2_000;

    /// <summary>Shorter secrets are not searched within words.</summary>
    public const int MinWithin = 6;

    // More than a reply is read; whatever stands behind is not shown
    private const int MaxSearched = 20_000;

    private const string Replacement = "***";

    // Without blanks; searched anywhere, in whatever case
    private readonly string[] _long;

    // As they are; searched as whole words
    private readonly string[] _short;

    private SecretScrubber(IEnumerable<string> longs, IEnumerable<string> shorts)
    {
        _long = [.. longs.Distinct(StringComparer.OrdinalIgnoreCase)];
        _short = [.. shorts.Distinct(StringComparer.Ordinal)];
    }

    public static SecretScrubber None { get; } = new([], []);

    /// <summary>A scrubber for these; null and empty ones are left out.</summary>
    public static SecretScrubber For(params IEnumerable<string?> secrets)
    {
        var forms = secrets.Where(s => !string.IsNullOrEmpty(s)).SelectMany(s => Forms(s!)).ToLookup(form => IsLong(form));
        return forms.Count == 0 ? None : new SecretScrubber(forms[true].Select(WithoutBlanks), forms[false].Select(f => f.Trim()).Where(f => f.Length > 0));
    }

    /// <summary>The same with one secret more.</summary>
    public SecretScrubber With(string secret) => With(For(secret));

    /// <summary>Both together.</summary>
    public SecretScrubber With(SecretScrubber other)
    {
        var (longs, shorts) = (other._long.Except(_long, StringComparer.OrdinalIgnoreCase).ToList(), other._short.Except(_short, StringComparer.Ordinal).ToList());
        return longs.Count + shorts.Count == 0 ? this : new SecretScrubber([.. _long, .. longs], [.. _short, .. shorts]);
    }

    /// <param name="text">Line breaks in it become blanks.</param>
    public string Scrub(string text) => string.Join(' ', ScrubLines(text.Split('\n'), isCut: false));

    /// <summary>The lines of one reply; a secret that begins in one and ends in another goes too.</summary>
    /// <param name="lines">Each with its code, as the server said them.</param>
    /// <param name="isCut">Whether more would have come: then the beginning of a secret at their end goes too.</param>
    /// <returns>As many lines as there is room for, within <see cref="MaxLength"/> together.</returns>
    public IReadOnlyList<string> ScrubLines(IReadOnlyList<string> lines, bool isCut)
    {
        var clean = new List<string>(lines.Count);
        var length = 0;
        foreach (var line in lines)
        {
            // Characters first: one taken out afterwards could put a secret together again
            var left = MaxSearched - length;
            isCut |= line.Length > left;
            clean.Add(RemoveControls(line.Length > left ? line[..left] : line));
            length += clean[^1].Length;
        }

        return Cut(_long.Length + _short.Length == 0 ? clean : Replace(clean, length, isCut));
    }

    private List<string> Replace(List<string> lines, int length, bool isCut)
    {
        var marks = new RedactionMarks(length);
        if (marks.MarkAnywhere(lines, _long, isFolded: true, isCut))
        {
            marks.MarkAnywhere(lines, _long, isFolded: false, isCut);
        }

        marks.MarkWords(lines, _short);
        return marks.HasAny ? marks.Replace(lines, Replacement) : lines;
    }

    private static List<string> Cut(List<string> lines)
    {
        var length = 0;
        for (var i = 0; i < lines.Count; i++)
        {
            if (length + lines[i].Length > MaxLength)
            {
                var end = Math.Max(MaxLength - 1 - length, 0);
                end -= end > 0 && char.IsHighSurrogate(lines[i][end - 1]) ? 1 : 0;
                return [.. lines.Take(i), string.Concat(lines[i].AsSpan(0, end), "…")];
            }

            length += lines[i].Length + 1;
        }

        return lines;
    }

    /// <summary>
    /// The secret itself, escaped as in a form or an address, and what base64 makes of it: alone, and wherever it may stand
    /// within a longer text (AUTH PLAIN, XOAUTH2), where three alignments are possible.
    /// </summary>
    private static IEnumerable<string> Forms(string secret)
    {
        yield return RemoveControls(secret);
        yield return Uri.EscapeDataString(secret);
        yield return Uri.EscapeDataString(secret).Replace("%20", "+", StringComparison.Ordinal);
        var bytes = Encoding.UTF8.GetBytes(secret);
        yield return Convert.ToBase64String(bytes);
        for (var offset = 0; offset < 3; offset++)
        {
            var fragment = Aligned(bytes, offset);
            if (fragment.Length >= MinWithin)
            {
                yield return fragment;
                yield return fragment.Replace('+', '-').Replace('/', '_');
            }
        }
    }

    private static bool IsLong(string form) => form.Count(c => !char.IsWhiteSpace(c)) >= MinWithin;

    private static string WithoutBlanks(string form) => string.Concat(form.Where(c => !char.IsWhiteSpace(c)));

    // Only the characters that no neighbour of the secret can change
    private static string Aligned(byte[] secret, int offset)
    {
        var padded = new byte[offset + secret.Length];
        secret.CopyTo(padded, offset);
        var encoded = Convert.ToBase64String(padded);
        var first = (offset * 8 + 5) / 6;
        var last = padded.Length * 8 / 6;
        return last > first ? encoded[first..last] : "";
    }

    private static string RemoveControls(string text)
    {
        if (!text.AsSpan().ContainsAnyExceptInRange(' ', '~'))
        {
            return text;
        }

        var kept = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            switch (Rune.GetUnicodeCategory(rune))
            {
                case UnicodeCategory.Control when rune.Value is '\t' or '\r' or '\n':
                case UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    kept.Append(' ');
                    break;
                case UnicodeCategory.Control or UnicodeCategory.Format:
                    break;
                default:
                    kept.Append(rune.ToString());
                    break;
            }
        }

        return kept.ToString();
    }
}
