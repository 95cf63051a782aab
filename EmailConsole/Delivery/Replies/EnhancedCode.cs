using System.Globalization;

namespace EmailConsole.Delivery.Replies;

/// <summary>Enhanced status codes (RFC 3463 section 2, RFC 2034 section 4).</summary>
internal static class EnhancedCode
{
    /// <returns>Null where there is none, or one of another class than the reply's.</returns>
    public static string? Find(int replyCode, string line) =>
        Length(line) is > 0 and var length && line[0] == (replyCode / 100).ToString(CultureInfo.InvariantCulture)[0] ? line[..length] : null;

    /// <returns>Zero: the text does not begin with one.</returns>
    public static int Length(ReadOnlySpan<char> text)
    {
        if (text.IsEmpty || text[0] is not ('2' or '4' or '5'))
        {
            return 0;
        }

        var at = 1;
        for (var part = 0; part < 2; part++)
        {
            if (at >= text.Length || text[at] != '.')
            {
                return 0;
            }

            var digits = 0;
            for (at++; digits < 4 && at < text.Length && char.IsAsciiDigit(text[at]); at++)
            {
                digits++;
            }

            if (digits is 0 or 4)
            {
                return 0;
            }
        }

        return at == text.Length || char.IsWhiteSpace(text[at]) ? at : 0;
    }
}

/// <summary>What stands before the words in a line of a reply: its code, the sign after it, and an enhanced status code.</summary>
internal static class ReplyPrefix
{
    /// <returns>Zero: the line is none of a reply.</returns>
    public static int Length(ReadOnlySpan<char> line)
    {
        var at = CodeLength(line);
        return at == 0 || (at == 3 && line.Length > 3) ? 0 : at + EnhancedCode.Length(line[at..]);
    }

    /// <summary>Of the code and the sign after it, where that is one; what a server wrote to the code without one is text.</summary>
    /// <returns>Zero: the line does not begin with a code.</returns>
    public static int CodeLength(ReadOnlySpan<char> line)
    {
        if (line.Length < 3 || line[..3].ContainsAnyExceptInRange('0', '9'))
        {
            return 0;
        }

        return line.Length > 3 && line[3] is (' ' or '-' or '\t') ? 4 : 3;
    }
}
