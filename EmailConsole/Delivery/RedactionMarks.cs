using System.Text;
using EmailConsole.Delivery.Smtp;

namespace EmailConsole.Delivery;

/// <summary>Which characters of some lines belong to secrets. Linear in the text for each secret.</summary>
/// <param name="length">Of all lines together.</param>
internal sealed class RedactionMarks(int length)
{
    private readonly bool[] _marked = new bool[length];
    private readonly bool[] _blank = new bool[length];

    public bool HasAny { get; private set; }

    /// <summary>Marks secrets wherever they stand, whatever blanks are within them.</summary>
    /// <param name="lines">The text.</param>
    /// <param name="secrets">Without blanks.</param>
    /// <param name="isFolded">Whether what a server puts into the text where it folds it is no part of it: codes.</param>
    /// <param name="isCut">Whether the beginning of a secret at the very end counts.</param>
    /// <returns>Whether anything was no part of the text.</returns>
    public bool MarkAnywhere(List<string> lines, string[] secrets, bool isFolded, bool isCut)
    {
        var text = new char[_marked.Length];
        var places = new int[_marked.Length];
        var count = 0;
        var place = 0;
        var hasSkipped = false;
        for (var i = 0; i < lines.Count; i++)
        {
            var line = lines[i];
            for (var c = 0; c < line.Length; c++)
            {
                if (isFolded && SkippedAt(line, c, isFirst: i == 0) is > 0 and var skipped)
                {
                    hasSkipped = true;
                    c += skipped - 1;
                    continue;
                }

                _blank[place + c] = char.IsWhiteSpace(line[c]);
                if (!_blank[place + c])
                {
                    (text[count], places[count]) = (line[c], place + c);
                    count++;
                }
            }

            place += line.Length;
        }

        foreach (var secret in secrets)
        {
            Find(text.AsSpan(0, count), places, secret, isCut);
        }

        return hasSkipped;
    }

    /// <summary>Marks secrets that stand as words of their own; the codes of a reply are none of its words.</summary>
    public void MarkWords(List<string> lines, string[] secrets)
    {
        foreach (var secret in secrets)
        {
            var place = 0;
            foreach (var line in lines)
            {
                var prefix = ReplyPrefix.Length(line);
                for (var at = line.IndexOf(secret, prefix, StringComparison.Ordinal); at >= 0; at = line.IndexOf(secret, at + 1, StringComparison.Ordinal))
                {
                    if (!IsWithinWord(line, at - 1, -1, prefix) && !IsWithinWord(line, at + secret.Length, +1, prefix))
                    {
                        Mark(place + at, place + at + secret.Length);
                    }
                }

                place += line.Length;
            }
        }
    }

    /// <summary>The lines with one replacement for each run of marked characters.</summary>
    public List<string> Replace(List<string> lines, string replacement)
    {
        var replaced = new List<string>(lines.Count);
        var place = 0;
        foreach (var line in lines)
        {
            var kept = new StringBuilder(line.Length);
            for (var c = 0; c < line.Length; c++)
            {
                if (!_marked[place + c])
                {
                    kept.Append(line[c]);
                }
                else if (c == 0 || !_marked[place + c - 1])
                {
                    kept.Append(replacement);
                }
            }

            replaced.Add(kept.ToString());
            place += line.Length;
        }

        return replaced;
    }

    private static int SkippedAt(string line, int at, bool isFirst)
    {
        var prefix = at == 0 && !isFirst ? ReplyPrefix.Length(line) : 0;
        return prefix > 0 ? prefix
            : at == 0 || char.IsWhiteSpace(line[at - 1]) ? EnhancedCode.Length(line.AsSpan(at))
            : 0;
    }

    private void Find(ReadOnlySpan<char> text, int[] places, string secret, bool isCut)
    {
        var done = 0;
        for (var from = 0; text[from..].IndexOf(secret, StringComparison.OrdinalIgnoreCase) is >= 0 and var at; from = from + at + 1)
        {
            // One found again within itself is marked once
            done = MarkRun(places, Math.Max(done, from + at), from + at + secret.Length);
        }

        for (var begun = Math.Min(secret.Length - 1, text.Length); isCut && begun >= SecretScrubber.MinWithin; begun--)
        {
            if (text.EndsWith(secret.AsSpan(0, begun), StringComparison.OrdinalIgnoreCase))
            {
                MarkRun(places, text.Length - begun, text.Length);
                return;
            }
        }
    }

    private int MarkRun(int[] places, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            Mark(places[i], places[i] + 1);
            for (var gap = places[i] + 1; i + 1 < end && gap < places[i + 1] && _blank[gap]; gap++)
            {
                _marked[gap] = true;
            }
        }

        return end;
    }

    private void Mark(int first, int end)
    {
        HasAny = true;
        _marked.AsSpan(first, end - first).Fill(true);
    }

    /// <summary>Whether a word goes on there: a letter or digit, or one behind what joins words such as in an address.</summary>
    private static bool IsWithinWord(string line, int at, int step, int first)
    {
        bool IsWord(int place) => place >= first && place < line.Length && (char.IsLetterOrDigit(line[place]) || line[place] == '_');
        return IsWord(at) || (at >= first && at < line.Length && line[at] is '.' or '-' or '@' or '\'' && IsWord(at + step));
    }
}
