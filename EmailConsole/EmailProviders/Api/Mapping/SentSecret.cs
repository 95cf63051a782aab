using System.Buffers;
using EmailConsole.EmailProviders.Validation;

namespace EmailConsole.EmailProviders.Api.Mapping;

/// <summary>A secret as a request says it.</summary>
internal static class SentSecret
{
    // Asterisks (also full-width and of mathematics) and the bullets by which pages and tools hide what is typed
    private static readonly SearchValues<char> Mask = SearchValues.Create("*\uFF0A\u2217\u2022\u2219\u25CF\u26AB\u2B24");

    /// <summary>
    /// Left out, empty, or a mask alone, such as the asterisks that WSO2's command-line tool writes into its files in place of a
    /// secret: the stored one stays, where it may.
    /// </summary>
    /// <returns>Null: none was sent.</returns>
    public static string? Given(string? sent) => string.IsNullOrEmpty(sent) || IsMask(sent) ? null : sent;

    private static bool IsMask(string sent)
    {
        var text = InvisibleCharacters.TakeOut(sent).AsSpan().Trim();
        return !text.IsEmpty && !text.ContainsAnyExcept(Mask);
    }
}
