using System.Globalization;
using System.Text;

namespace EmailConsole.Delivery;

/// <summary>
/// Makes words of others fit for a page, a log or a history: known secrets go in every form they may come back in, control
/// and formatting characters go, and at most <see cref="MaxLength"/> characters stay. Immutable and safe for any thread.
/// </summary>
public sealed class SecretScrubber
{
    public const int MaxLength = 2_000;

    private const string Replacement = "***";
    private const int MinFragment = 6;

    private readonly string[] _forms;

    private SecretScrubber(IEnumerable<string> forms) =>
        _forms = [.. forms.Distinct(StringComparer.OrdinalIgnoreCase).OrderByDescending(f => f.Length)];

    public static SecretScrubber None { get; } = new([]);

    /// <summary>A scrubber for these; null and empty ones are left out.</summary>
    public static SecretScrubber For(params IEnumerable<string?> secrets) =>
        new(secrets.Where(s => !string.IsNullOrEmpty(s)).SelectMany(s => Forms(s!)));

    /// <summary>The same with one secret more.</summary>
    public SecretScrubber With(string secret) => secret.Length == 0 ? this : new SecretScrubber([.. _forms, .. Forms(secret)]);

    public string Scrub(string text)
    {
        // Characters first: one taken out afterwards could put a secret together again
        var clean = RemoveControls(text);
        foreach (var form in _forms)
        {
            clean = clean.Replace(form, Replacement, StringComparison.OrdinalIgnoreCase);
        }

        return clean.Length <= MaxLength ? clean : string.Concat(clean.AsSpan(0, MaxLength - 1), "…");
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
            if (fragment.Length >= MinFragment)
            {
                yield return fragment;
                yield return fragment.Replace('+', '-').Replace('/', '_');
            }
        }
    }

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
