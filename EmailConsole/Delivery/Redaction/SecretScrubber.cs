using System.Globalization;
using System.Text;

namespace EmailConsole.Delivery.Redaction;

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
    private const int MaxSearched = 6_000;

    private const string Replacement = "***";

    private readonly SecretForms _text;

    // In bytes of whatever charset, each a character of Latin-1
    private readonly SecretForms _raw;

    private readonly bool _masksLinks;

    private SecretScrubber(SecretForms text, SecretForms raw, bool masksLinks = false) => (_text, _raw, _masksLinks) = (text, raw, masksLinks);

    public static SecretScrubber None { get; } = new(SecretForms.None, SecretForms.None);

    /// <summary>For words about messages that programs wrote, which name no secret and may hold one: see <see cref="LinkMask"/>.</summary>
    public static SecretScrubber Links { get; } = new(SecretForms.None, SecretForms.None, masksLinks: true);

    /// <summary>The same without <see cref="Links"/>: for names that are no words.</summary>
    public SecretScrubber KnownAlone => _masksLinks ? new SecretScrubber(_text, _raw) : this;

    /// <summary>A scrubber for these; null and empty ones are left out.</summary>
    public static SecretScrubber For(params IEnumerable<string?> secrets)
    {
        var visible = secrets.OfType<string>().Select(s => RemoveControls(s)).Where(s => !string.IsNullOrWhiteSpace(s)).ToList();
        return visible.Count == 0 ? None : new SecretScrubber(
            SecretForms.Of(visible.SelectMany(s => s.Length < MinWithin ? SecretForm.InText(s).Concat(SecretForm.Escaped(s)) : SecretForm.InText(s))
                .Select(f => f with { Text = RemoveControls(f.Text) })),
            SecretForms.Of(visible.SelectMany(SecretForm.InRawText)));
    }

    /// <summary>The same with one secret more.</summary>
    public SecretScrubber With(string secret) => With(For(secret));

    /// <summary>Both together.</summary>
    public SecretScrubber With(SecretScrubber other)
    {
        var text = _text.With(other._text);
        var masksLinks = _masksLinks || other._masksLinks;
        return text == _text && masksLinks == _masksLinks ? this : new SecretScrubber(text, _raw.With(other._raw), masksLinks);
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

        var replaced = _text.Replace(clean, isCut);
        return Cut(_masksLinks ? [.. replaced.Select(LinkMask.Apply)] : replaced);
    }

    /// <summary>
    /// Lines before they are decoded, whose bytes are characters of Latin-1: the charset that suits the words of a server may spoil a secret
    /// beside them. Control characters and length stay as they are: the text is scrubbed again.
    /// </summary>
    public IReadOnlyList<string> ScrubRaw(IReadOnlyList<string> lines) => _raw.Replace(lines, isCut: true);

    private static IReadOnlyList<string> Cut(IReadOnlyList<string> lines)
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

    /// <summary>What is searched, once each.</summary>
    private sealed class SecretForms(IReadOnlyList<SecretForm> anywhere, IReadOnlyList<SecretForm> words)
    {
        public static SecretForms None { get; } = new([], []);

        public static SecretForms Of(IEnumerable<SecretForm> forms)
        {
            var byLength = forms.ToLookup(f => WithoutBlanks(f.Text).Length >= MinWithin);
            return None.With(new SecretForms(
                [.. byLength[true].Select(f => f with { Text = WithoutBlanks(f.Text) })],
                [.. byLength[false].Select(f => f with { Text = f.Text.Trim() }).Where(f => f.Text.Length > 0)]));
        }

        public SecretForms With(SecretForms other)
        {
            var all = (Anywhere: Distinct(anywhere.Concat(other.Anywhere), StringComparer.OrdinalIgnoreCase), Words: Distinct(words.Concat(other.Words), StringComparer.Ordinal));
            return all.Anywhere.Count == anywhere.Count && all.Words.Count == words.Count ? this : new SecretForms(all.Anywhere, all.Words);
        }

        public IReadOnlyList<string> Replace(IReadOnlyList<string> lines, bool isCut) =>
            anywhere.Count + words.Count == 0 ? lines : RedactionMarks.Replace(lines, anywhere, words, isCut, Replacement);

        private IReadOnlyList<SecretForm> Anywhere => anywhere;

        private IReadOnlyList<SecretForm> Words => words;

        private static List<SecretForm> Distinct(IEnumerable<SecretForm> forms, StringComparer comparer) => [.. forms.DistinctBy(f => f.Text, comparer)];

        private static string WithoutBlanks(string form) => string.Concat(form.Where(c => !SecretReading.IsBlank(c)));
    }
}
