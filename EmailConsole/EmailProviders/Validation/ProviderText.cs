using System.Globalization;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>What text a field takes: bounded, one line, and such that UTF-8 can hold it.</summary>
internal static class ProviderText
{
    /// <summary>Characters of an ordinary field.</summary>
    public const int MaxOrdinary = 255;

    /// <summary>Characters of a secret, of scopes and of an endpoint.</summary>
    public const int MaxLong = 4096;

    /// <summary>Characters of a secret of a kind other than SMTP: a key may be a file.</summary>
    public const int MaxSecret = 16 * 1024;

    /// <summary>A label within a sentence; an abbreviation stays as it is.</summary>
    public static string Within(string label) => label.Length > 1 && char.IsLower(label[1]) ? char.ToLowerInvariant(label[0]) + label[1..] : label;

    /// <summary>Removes blanks around the text, but no line breaks: those are refused, not hidden.</summary>
    public static string Trim(string? text)
    {
        if (text is null)
        {
            return "";
        }

        var rest = text.AsSpan();
        while (rest.Length > 0 && IsBlank(rest[0]))
        {
            rest = rest[1..];
        }

        while (rest.Length > 0 && IsBlank(rest[^1]))
        {
            rest = rest[..^1];
        }

        return rest.Length == text.Length ? text : rest.ToString();
    }

    public static string? TrimToNull(string? text) => Trim(text) is { Length: > 0 } trimmed ? trimmed : null;

    /// <returns>What to type instead; null: fine.</returns>
    public static string? FindFault(string text, int maxLength)
    {
        if (text.Length > maxLength)
        {
            return string.Create(CultureInfo.InvariantCulture, $"Use at most {maxLength:N0} characters; these are {text.Length:N0}.");
        }

        for (var i = 0; i < text.Length; i++)
        {
            if (IsLineBreak(text[i]))
            {
                return "Remove the line break.";
            }

            if (char.IsControl(text[i]))
            {
                return string.Create(
                    CultureInfo.InvariantCulture, $"Remove the control character U+{(int)text[i]:X4} at position {i + 1}.");
            }

            if (char.IsSurrogate(text[i]) && !(i + 1 < text.Length && char.IsSurrogatePair(text[i], text[++i])))
            {
                return string.Create(CultureInfo.InvariantCulture, $"Remove the broken character near position {i + 1}.");
            }
        }

        return null;
    }

    private static bool IsLineBreak(char c) => c is '\r' or '\n' or '\u0085' or '\u2028' or '\u2029';

    private static bool IsBlank(char c) => c == '\t' || char.GetUnicodeCategory(c) == UnicodeCategory.SpaceSeparator;
}
