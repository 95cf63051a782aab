using System.Globalization;
using System.Text;

namespace EmailConsole.EmailProviders.Validation;

/// <summary>
/// Characters that nobody sees and that are copied along from pages and documents: blanks that are none, and marks without a width.
/// A server takes them for part of a name or password.
/// </summary>
internal static class InvisibleCharacters
{
    private const int MostNamed = 4;

    private static readonly Dictionary<int, string> Names = new()
    {
        [0x00A0] = "no-break space",
        [0x00AD] = "soft hyphen",
        [0x200B] = "zero width space",
        [0x200C] = "zero width non-joiner",
        [0x200D] = "zero width joiner",
        [0x200E] = "left-to-right mark",
        [0x200F] = "right-to-left mark",
        [0x202A] = "left-to-right embedding",
        [0x202B] = "right-to-left embedding",
        [0x202C] = "pop directional formatting",
        [0x202D] = "left-to-right override",
        [0x202E] = "right-to-left override",
        [0x202F] = "narrow no-break space",
        [0x2007] = "figure space",
        [0x2009] = "thin space",
        [0x2060] = "word joiner",
        [0x2066] = "left-to-right isolate",
        [0x2067] = "right-to-left isolate",
        [0x2068] = "first strong isolate",
        [0x2069] = "pop directional isolate",
        [0x3000] = "ideographic space",
        [0xFEFF] = "byte order mark",
    };

    /// <returns>Which of them the text holds, and nothing else of it; null: none. An ordinary blank is one at an end, where nobody sees it.</returns>
    public static string? Describe(string text)
    {
        var found = text.EnumerateRunes().Where(Is).Distinct().ToList();
        if (found.Count == 0)
        {
            return (IsBlank(text.FirstOrDefault()), IsBlank(text.LastOrDefault())) switch
            {
                (true, true) => "Begins and ends with a blank. It is often copied along by mistake.",
                (true, _) => "Begins with a blank. It is often copied along by mistake.",
                (_, true) => "Ends with a blank. It is often copied along by mistake.",
                _ => null,
            };
        }

        var names = found.Take(MostNamed).Select(rune => string.Create(
            CultureInfo.InvariantCulture, $"U+{rune.Value:X4}{(Names.TryGetValue(rune.Value, out var name) ? $" ({name})" : "")}"));
        return $"Holds characters that cannot be seen: {string.Join(", ", names)}{(found.Count > MostNamed ? " and others" : "")}. They are often copied along by mistake.";
    }

    public static string TakeOut(string text)
    {
        var rest = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length;)
        {
            // What is broken stays so, for those to see who refuse it
            var isRune = Rune.TryGetRuneAt(text, at, out var rune);
            var length = isRune ? rune.Utf16SequenceLength : 1;
            if (!isRune || !Is(rune))
            {
                rest.Append(text, at, length);
            }

            at += length;
        }

        return rest.ToString().Trim(' ', '\t');
    }

    private static bool IsBlank(char c) => c is ' ' or '\t';

    // wwwroot/console.js takes out the same
    private static bool Is(Rune rune) => rune.Value switch
    {
        ' ' => false,
        0x034F or 0x115F or 0x1160 or 0x2800 or 0x3164 or 0xFFA0 or (>= 0xFE00 and <= 0xFE0F) => true,
        _ => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.SpaceSeparator,
    };
}
