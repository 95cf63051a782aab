namespace EmailConsole.Outbox.Admission.Forms;

/// <summary>Several addresses in one text, separated by commas.</summary>
internal static class AddressList
{
    /// <summary>Takes the first address off.</summary>
    /// <param name="rest">What is left; afterwards what follows the comma.</param>
    /// <param name="first">Without blanks around it; empty where nothing stands between two commas.</param>
    /// <returns>False where nothing is left.</returns>
    public static bool TryTake(ref ReadOnlySpan<char> rest, out ReadOnlySpan<char> first)
    {
        if (rest.IsEmpty)
        {
            first = default;
            return false;
        }

        var end = EndOfFirst(rest);
        first = rest[..end].Trim(' ');
        rest = end < rest.Length ? rest[(end + 1)..] : default;
        return true;
    }

    // Commas of a quoted name, of a comment and of what stands in angle or square brackets separate nothing (RFC 5322 section 3.4)
    private static int EndOfFirst(ReadOnlySpan<char> list)
    {
        var isQuoted = false;
        var open = 0;
        for (var i = 0; i < list.Length; i++)
        {
            switch (list[i])
            {
                case '\\' when isQuoted || open > 0:
                    i++;
                    break;
                case '"':
                    isQuoted = !isQuoted;
                    break;
                case '(' or '<' or '[' when !isQuoted:
                    open++;
                    break;
                case ')' or '>' or ']' when !isQuoted && open > 0:
                    open--;
                    break;
                case ',' when !isQuoted && open == 0:
                    return i;
            }
        }

        return list.Length;
    }
}
