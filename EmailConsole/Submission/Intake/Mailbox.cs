using System.Buffers;
using System.Text;

namespace EmailConsole.Submission.Intake;

/// <summary>How a mailbox is written.</summary>
internal static class Mailbox
{
    // Where a lenient reader begins or ends an address
    private static readonly SearchValues<char> Special = SearchValues.Create("@,;:<>");

    private static readonly SearchValues<char> NoAddress = SearchValues.Create(" \t,;:<>");

    /// <summary>
    /// Whether every reader finds the same one: what is open is closed, and only the address itself looks like one. Of <c>a@foo.example &lt;b@foo.example</c>
    /// some show the first.
    /// </summary>
    /// <param name="text">In one line.</param>
    public static bool IsPlain(string text)
    {
        if (WithoutQuotes(text) is not { } bare)
        {
            return false;
        }

        var open = bare.IndexOf('<', StringComparison.Ordinal);
        return open < 0 ? IsAddress(bare)
            : bare[^1] == '>' && !bare.AsSpan(0, open).ContainsAny(Special) && IsAddress(bare[(open + 1)..^1]);
    }

    private static bool IsAddress(string text) =>
        text.Length > 0 && text[^1] != '.' && text.Count(c => c == '@') == 1 && !text.AsSpan().ContainsAny(NoAddress);

    // Comments are left out, and of a quoted string one of its quotes stays; null: one of them does not end
    private static string? WithoutQuotes(string text)
    {
        var bare = new StringBuilder(text.Length);
        var (isQuoted, comments) = (false, 0);
        for (var i = 0; i < text.Length; i++)
        {
            switch (text[i])
            {
                case '\\' when isQuoted || comments > 0:
                    i++;
                    break;
                case '"' when comments == 0:
                    isQuoted = !isQuoted;
                    bare.Append(isQuoted ? "\"" : "");
                    break;
                case '(' when !isQuoted:
                    comments++;
                    break;
                case ')' when !isQuoted:
                    comments--;
                    break;
                case var other when !isQuoted && comments == 0:
                    bare.Append(other);
                    break;
            }

            if (comments < 0)
            {
                return null;
            }
        }

        return isQuoted || comments > 0 ? null : bare.ToString().Trim(' ', '\t');
    }
}
