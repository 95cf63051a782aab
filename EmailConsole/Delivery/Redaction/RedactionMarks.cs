using System.Text;
using EmailConsole.Delivery.Replies;

namespace EmailConsole.Delivery.Redaction;

/// <summary>Which characters of some lines belong to secrets. Linear in the text for each secret and each way to read it.</summary>
internal sealed class RedactionMarks
{
    private readonly IReadOnlyList<string> _lines;
    private readonly bool[] _marked;

    // What a server puts into a text where it folds it
    private readonly bool[] _code;

    private RedactionMarks(IReadOnlyList<string> lines)
    {
        _lines = lines;
        _marked = new bool[lines.Sum(l => l.Length)];
        _code = new bool[_marked.Length];
    }

    /// <summary>The lines with one replacement for each run of characters of secrets.</summary>
    /// <param name="lines">The text.</param>
    /// <param name="anywhere">Searched wherever they stand, whatever blanks are within them.</param>
    /// <param name="words">Searched as words of their own; the codes of a reply are none of its words.</param>
    /// <param name="isCut">Whether the beginning of a secret at the very end counts.</param>
    /// <param name="replacement">Of a secret.</param>
    public static IReadOnlyList<string> Replace(
        IReadOnlyList<string> lines, IReadOnlyList<SecretForm> anywhere, IReadOnlyList<SecretForm> words, bool isCut, string replacement)
    {
        var marks = new RedactionMarks(lines);
        if (anywhere.Count > 0)
        {
            foreach (var reading in marks.Readings(isCut))
            {
                foreach (var form in anywhere)
                {
                    marks.Find(reading, form, isCut);
                }
            }
        }

        foreach (var word in words)
        {
            marks.MarkWords(word.Text);
        }

        return marks._marked.Contains(true) ? marks.Replace(replacement) : lines;
    }

    /// <summary>With and without the codes of lines and what stands at the end of one to be continued; all that with and without escapes.</summary>
    private IEnumerable<SecretReading> Readings(bool isCut)
    {
        var (plain, unfolded, joined) = (new SecretReading(_marked.Length), new SecretReading(_marked.Length), new SecretReading(_marked.Length));
        var place = 0;
        for (var i = 0; i < _lines.Count; i++)
        {
            var line = _lines[i];
            for (var c = 0; c < line.Length; c++, place++)
            {
                if (!_code[place] && SkippedAt(line, c, isFirst: i == 0) is > 0 and var skipped)
                {
                    _code.AsSpan(place, skipped).Fill(true);
                }

                plain.Add(line[c], place, place + 1);
                if (!_code[place])
                {
                    unfolded.Add(line[c], place, place + 1);
                    if (!IsContinuation(line, c))
                    {
                        joined.Add(line[c], place, place + 1);
                    }
                }
            }
        }

        yield return plain;
        if (unfolded.Count < plain.Count)
        {
            yield return unfolded;
        }

        foreach (var reading in unfolded.WithoutEscapes(isCut))
        {
            yield return reading;
        }

        if (joined.Count < unfolded.Count)
        {
            yield return joined;
            foreach (var reading in joined.WithoutEscapes(isCut))
            {
                yield return reading;
            }
        }
    }

    private static int SkippedAt(string line, int at, bool isFirst)
    {
        var prefix = at == 0 && !isFirst ? ReplyPrefix.Length(line) : 0;
        return prefix > 0 ? prefix
            : at == 0 || char.IsWhiteSpace(line[at - 1]) ? EnhancedCode.Length(line.AsSpan(at))
            : 0;
    }

    // Lines may have been joined by blanks already
    private static bool IsContinuation(string line, int at) =>
        line[at] is '\\' or '=' or '-' or '+' or '&' or '~' or '_' or '>' or '|' && (at + 1 == line.Length || SecretReading.IsBlank(line[at + 1]));

    private void Find(SecretReading reading, SecretForm form, bool isCut)
    {
        var text = reading.Text;
        var secret = form.Text;
        var done = 0;
        for (var from = 0; text[from..].IndexOf(secret, StringComparison.OrdinalIgnoreCase) is >= 0 and var at; from = from + at + 1)
        {
            // One found again within itself is marked once
            var (first, end) = (from + at, from + at + secret.Length);
            (first, end) = form.IsBase64 ? Widen(reading, form, first, end) : (first, end);
            MarkRun(reading, Math.Max(done, first), end);
            done = Math.Max(done, end);
        }

        for (var begun = Math.Min(secret.Length - 1, text.Length); isCut && begun >= SecretScrubber.MinWithin; begun--)
        {
            if (text.EndsWith(secret.AsSpan(0, begun), StringComparison.OrdinalIgnoreCase))
            {
                var (first, _) = form.IsBase64 ? Widen(reading, form, text.Length - begun, text.Length) : (text.Length - begun, 0);
                MarkRun(reading, first, text.Length);

                // The half of an escape as well
                _marked.AsSpan(reading.End(text.Length - 1)).Fill(true);
                return;
            }
        }
    }

    /// <summary>To the characters that share bits with the secret, folded or not, and to what stands beside them without a blank.</summary>
    private static (int First, int End) Widen(SecretReading reading, SecretForm form, int first, int end)
    {
        var text = reading.Text;
        static bool IsDigit(char c) => char.IsAsciiLetterOrDigit(c) || c is '+' or '/' or '_' or '-';
        first -= form.BitsBefore && first > 0 && IsDigit(text[first - 1]) ? 1 : 0;
        end += form.BitsBehind && end < text.Length && IsDigit(text[end]) ? 1 : 0;
        while (first > 0 && IsDigit(text[first - 1]) && text[first - 1] != '-' && reading.End(first - 1) == reading.First(first))
        {
            first--;
        }

        while (end < text.Length && IsDigit(text[end]) && reading.First(end) == reading.End(end - 1))
        {
            end++;
        }

        // Padding says how long a secret is
        while (end < text.Length && text[end] == '=')
        {
            end++;
        }

        return (first, end);
    }

    private void MarkRun(SecretReading reading, int first, int end)
    {
        for (var i = first; i < end; i++)
        {
            Mark(reading.First(i), reading.End(i));
            for (var gap = reading.End(i); i + 1 < end && gap < reading.First(i + 1) && !_code[gap]; gap++)
            {
                _marked[gap] = true;
            }
        }
    }

    private void MarkWords(string secret)
    {
        var place = 0;
        foreach (var line in _lines)
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

    private List<string> Replace(string replacement)
    {
        var replaced = new List<string>(_lines.Count);
        var place = 0;
        foreach (var line in _lines)
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

    private void Mark(int first, int end) => _marked.AsSpan(first, end - first).Fill(true);

    /// <summary>Whether a word goes on there: a letter or digit, or one behind what joins words such as in an address.</summary>
    private static bool IsWithinWord(string line, int at, int step, int first)
    {
        bool IsWord(int place) => place >= first && place < line.Length && (char.IsLetterOrDigit(line[place]) || line[place] == '_');
        return IsWord(at) || (at >= first && at < line.Length && line[at] is '.' or '-' or '@' or '\'' && IsWord(at + step));
    }
}
