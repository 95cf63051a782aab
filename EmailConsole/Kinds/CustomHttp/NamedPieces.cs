using System.Buffers;

namespace EmailConsole.Kinds.CustomHttp;

/// <summary>
/// Takes apart a text of names and values, such as <c>a=1,b=2</c>. A separator counts only where a name follows it, so that a value may hold one.
/// </summary>
internal static class NamedPieces
{
    /// <param name="text">What to take apart.</param>
    /// <param name="separators">Between two pieces.</param>
    /// <param name="name">What a name is made of.</param>
    /// <param name="end">Behind the name.</param>
    /// <returns>Without blanks around them; none is empty.</returns>
    public static List<string> Split(string text, SearchValues<char> separators, SearchValues<char> name, char end)
    {
        List<string> pieces = [];
        var start = 0;
        for (var at = 0; at < text.Length; at++)
        {
            if (separators.Contains(text[at]) && NamesNext(text.AsSpan(at + 1), name, end))
            {
                Add(text[start..at]);
                start = at + 1;
            }
        }

        Add(text[start..]);
        return pieces;

        void Add(string piece)
        {
            if (piece.Trim() is { Length: > 0 } trimmed)
            {
                pieces.Add(trimmed);
            }
        }
    }

    private static bool NamesNext(ReadOnlySpan<char> rest, SearchValues<char> name, char end)
    {
        rest = rest.TrimStart();
        var length = rest.IndexOfAnyExcept(name);
        return length > 0 && rest[length..].TrimStart() is [var next, ..] && next == end;
    }
}
