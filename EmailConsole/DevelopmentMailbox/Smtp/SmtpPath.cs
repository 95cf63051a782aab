namespace EmailConsole.DevelopmentMailbox.Smtp;

/// <summary>The argument of MAIL or RCPT: <c>FROM:&lt;address&gt; parameters</c>.</summary>
/// <param name="Address">Empty in <c>MAIL FROM:&lt;&gt;</c>.</param>
/// <param name="Parameters">Such as <c>SIZE=1000</c>.</param>
internal sealed record SmtpPath(string Address, IReadOnlyList<string> Parameters)
{
    private const int MaxLength = 1_000;

    /// <param name="keyword"><c>FROM:</c> or <c>TO:</c>.</param>
    /// <returns>Null when it is not one.</returns>
    public static SmtpPath? Parse(string argument, string keyword)
    {
        if (!argument.StartsWith(keyword, StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var path = argument[keyword.Length..].TrimStart();
        var end = EndOf(path);
        if (end < 0 || end > MaxLength || path.Any(char.IsControl))
        {
            return null;
        }

        var address = path[1..end];
        var rest = path[(end + 1)..];
        return rest.Length == 0 || rest[0] == ' '
            ? new SmtpPath(address, rest.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            : null;
    }

    // A quoted local part may hold a bracket (RFC 5321 section 4.1.2)
    private static int EndOf(string path)
    {
        var isQuoted = false;
        for (var i = path.StartsWith('<') ? 1 : path.Length; i < path.Length; i++)
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
