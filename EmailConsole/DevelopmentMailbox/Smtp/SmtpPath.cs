namespace EmailConsole.DevelopmentMailbox.Smtp;

/// <summary>The argument of MAIL or RCPT: <c>FROM:&lt;address&gt; parameters</c>.</summary>
/// <param name="Address">Empty in <c>MAIL FROM:&lt;&gt;</c>.</param>
/// <param name="Parameters">Such as <c>SIZE=1000</c>.</param>
/// <param name="Fault">What a strict server refuses about it; null: nothing.</param>
internal sealed record SmtpPath(string Address, IReadOnlyList<string> Parameters, PathFault? Fault = null)
{
    private const int MaxLength = 1_000;

    /// <param name="argument">Of the command.</param>
    /// <param name="keyword"><c>FROM</c> or <c>TO</c>.</param>
    /// <returns>Null when it is not one.</returns>
    public static SmtpPath? Parse(string argument, string keyword)
    {
        if (!argument.StartsWith(keyword, StringComparison.OrdinalIgnoreCase)
            || argument.Length > MaxLength
            || argument.Any(char.IsControl)
            || argument.AsSpan(keyword.Length).TrimStart() is not [':', ..])
        {
            return null;
        }

        var colon = argument.IndexOf(':', StringComparison.Ordinal);
        var path = argument[(colon + 1)..].TrimStart();
        var fault = colon > keyword.Length || argument.Length > colon + 1 && argument[colon + 1] == ' ' ? PathFault.Blank : (PathFault?)null;
        return path.StartsWith('<') ? InBrackets(path, fault) : Bare(path);
    }

    private static SmtpPath? InBrackets(string path, PathFault? fault)
    {
        var end = EndOf(path);
        if (end < 0)
        {
            return null;
        }

        var rest = path[(end + 1)..];
        return rest.Length == 0 || rest[0] == ' ' ? new SmtpPath(path[1..end], Words(rest), fault) : null;
    }

    private static SmtpPath? Bare(string path)
    {
        var words = Words(path);
        return words.Length > 0 && !path.AsSpan().ContainsAny('<', '>') ? new SmtpPath(words[0], words[1..], PathFault.NoBrackets) : null;
    }

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    // A quoted local part may hold a bracket (RFC 5321 section 4.1.2)
    private static int EndOf(string path)
    {
        var isQuoted = false;
        for (var i = 1; i < path.Length; i++)
        {
            switch (path[i])
            {
                case '\\' when isQuoted:
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '>' when !isQuoted:
                    return i;
            }
        }

        return -1;
    }
}

/// <summary>How an address of the envelope is not as RFC 5321 section 4.1.1 has it.</summary>
internal enum PathFault
{
    /// <summary><c>RCPT TO: &lt;address&gt;</c>.</summary>
    Blank = 0,

    /// <summary><c>RCPT TO:address</c>.</summary>
    NoBrackets = 1,
}
