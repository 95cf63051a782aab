using System.Buffers;

namespace EmailConsole.Outbox.Admission;

/// <summary>What has no place in a line: line breaks, NUL and their kind (Unicode's category Cc).</summary>
internal static class ControlCharacters
{
    private static readonly SearchValues<char> All =
        SearchValues.Create([.. Enumerable.Range(0, 0xA0).Select(c => (char)c).Where(char.IsControl)]);

    public static bool AreIn(ReadOnlySpan<char> text) => text.ContainsAny(All);
}
