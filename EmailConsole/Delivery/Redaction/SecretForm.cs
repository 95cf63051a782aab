using System.Net;
using System.Text;
using System.Text.Encodings.Web;

namespace EmailConsole.Delivery.Redaction;

/// <summary>What is searched instead of a secret.</summary>
/// <param name="Text">Without blanks where it is searched anywhere.</param>
/// <param name="BitsBefore">Whether the character of base64 before it has bits of the secret too.</param>
/// <param name="BitsBehind">The same of the one behind it.</param>
/// <param name="IsBase64">Whether the whole run of base64 goes with it.</param>
internal sealed record SecretForm(string Text, bool BitsBefore = false, bool BitsBehind = false, bool IsBase64 = false)
{
    // What servers put in the place of what they do not understand
    private static readonly string[] _lost = ["?", "??", "\uFFFD", "\uFFFD\uFFFD", ""];

    private static readonly Encoding _western =
        CodePagesEncodingProvider.Instance.GetEncoding(1252, EncoderFallback.ExceptionFallback, DecoderFallback.ReplacementFallback)!;

    /// <summary>
    /// The secret itself, what wrong charsets make of it, its bytes in hexadecimal digits, and what base64 makes of them: wherever they may
    /// stand within a longer text (AUTH PLAIN, XOAUTH2), where three alignments are possible. Escapes are undone in the text instead
    /// (<see cref="SecretReading"/>).
    /// </summary>
    public static IEnumerable<SecretForm> InText(string secret)
    {
        var spellings = Spellings(secret);
        foreach (var spelling in spellings)
        {
            yield return new SecretForm(spelling);
            yield return new SecretForm(spelling.Replace(' ', '+'));
            if (!Ascii.IsValid(spelling))
            {
                var bytes = Encoding.UTF8.GetBytes(spelling);
                yield return new SecretForm(Encoding.Latin1.GetString(bytes));
                yield return new SecretForm(_western.GetString(bytes));
                foreach (var lost in spelling.Count(char.IsAscii) >= SecretScrubber.MinWithin ? _lost : [])
                {
                    yield return new SecretForm(string.Concat(spelling.EnumerateRunes().Select(r => r.IsAscii ? r.ToString() : lost)));
                }
            }
        }

        foreach (var form in spellings.SelectMany(InBytes).SelectMany(OfBytes))
        {
            yield return form;
        }
    }

    /// <summary>The same in bytes that are not decoded yet, each a character of Latin-1: in which charset they are decoded cannot be known.</summary>
    public static IEnumerable<SecretForm> InRawText(string secret) =>
        Spellings(secret).SelectMany(s => new[] { s, s.ToUpperInvariant(), s.ToLowerInvariant() }).Distinct(StringComparer.Ordinal)
            .SelectMany(InBytes).Select(bytes => new SecretForm(Encoding.Latin1.GetString(bytes)))
            .Concat(InText(secret).Where(f => f.Text.Length > 0 && Ascii.IsValid(f.Text)));

    /// <summary>A secret that is searched as a whole word alone, escaped: the text is not read anew for it.</summary>
    public static IEnumerable<SecretForm> Escaped(string secret)
    {
        yield return new SecretForm(Uri.EscapeDataString(secret));
        yield return new SecretForm(WebUtility.HtmlEncode(secret));
        yield return new SecretForm(JavaScriptEncoder.Default.Encode(secret));
        yield return new SecretForm(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(secret));
        yield return new SecretForm(Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)));
    }

    /// <summary>As typed, and with accents as part of their letters or beside them.</summary>
    private static string[] Spellings(string secret)
    {
        var valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(secret));
        return [.. new[] { valid, valid.Normalize(NormalizationForm.FormC), valid.Normalize(NormalizationForm.FormD) }.Distinct(StringComparer.Ordinal)];
    }

    private static IEnumerable<byte[]> InBytes(string spelling)
    {
        yield return Encoding.UTF8.GetBytes(spelling);
        if (!Ascii.IsValid(spelling) && TryWestern(spelling) is { } western)
        {
            yield return western;
        }
    }

    private static byte[]? TryWestern(string spelling)
    {
        try
        {
            return _western.GetBytes(spelling);
        }
        catch (EncoderFallbackException)
        {
            return null;
        }
    }

    private static IEnumerable<SecretForm> OfBytes(byte[] bytes)
    {
        // Fewer digits may be any number
        if (bytes.Length >= SecretScrubber.MinWithin)
        {
            yield return new SecretForm(Convert.ToHexString(bytes));
        }

        for (var offset = 0; offset < 3; offset++)
        {
            var form = Aligned(bytes, offset);
            if (form.Text.Length >= SecretScrubber.MinWithin)
            {
                yield return form;
                yield return form with { Text = form.Text.Replace('+', '-').Replace('/', '_') };
            }
        }
    }

    // Only the characters that no neighbour of the secret can change
    private static SecretForm Aligned(byte[] secret, int offset)
    {
        var padded = new byte[offset + secret.Length];
        secret.CopyTo(padded, offset);
        var first = (offset * 8 + 5) / 6;
        var last = padded.Length * 8 / 6;
        return new SecretForm(
            last > first ? Convert.ToBase64String(padded)[first..last] : "", BitsBefore: offset > 0, BitsBehind: padded.Length % 3 != 0, IsBase64: true);
    }
}
