namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>
/// What one line of a file looks like that need not be TOML. Each method goes over the line once, whatever stands in it: a
/// regular expression for the same would try a long line in as many ways as it has characters.
/// </summary>
internal static class TomlLine
{
    /// <summary>A line such as <c>[table.name] # comment</c>, brackets left out by mistake included.</summary>
    /// <returns>Null: this is none, or one whose name has quotes.</returns>
    public static Header? ReadHeader(string line)
    {
        var start = SkipBlanks(line, 0);
        var name = start;
        while (name < line.Length && line[name] == '[' && name < start + 2)
        {
            name++;
        }

        var end = name;
        while (end < line.Length && (IsBare(line[end]) || line[end] is '.' or ' '))
        {
            end++;
        }

        if (name == start || end == name)
        {
            return null;
        }

        var close = end;
        while (close < line.Length && line[close] == ']' && close < end + 2)
        {
            close++;
        }

        var rest = SkipBlanks(line, close);
        return rest == line.Length || line[rest] == '#' ? new Header(line[name..end], close) : null;
    }

    /// <summary>A line that begins with a key, dotted or in quotes, and an equals sign.</summary>
    public static KeyValue? ReadKeyValue(string line)
    {
        List<string> parts = [];
        for (var position = SkipBlanks(line, 0); ;)
        {
            var start = position;
            position = SkipKeyPart(line, position);
            if (position == start)
            {
                return null;
            }

            parts.Add(line[start..position].Trim('"', '\''));
            position = SkipBlanks(line, position);
            switch (position < line.Length ? line[position] : '\0')
            {
                case '.':
                    position = SkipBlanks(line, position + 1);
                    break;
                case '=':
                    return new KeyValue(string.Join('.', parts), SkipBlanks(line, position + 1));
                default:
                    return null;
            }
        }
    }

    /// <returns>Where a text in quotes, a number, a name or an address at the beginning ends; null: something else is there.</returns>
    public static int? ReadScalar(string value)
    {
        var end = value is ['"' or '\'', ..] ? SkipQuoted(value, 0) : 0;
        if (end == 0)
        {
            while (end < value.Length && IsOfWord(value[end]))
            {
                end++;
            }
        }

        return end > 0 && (end == value.Length || char.IsWhiteSpace(value[end])) ? end : null;
    }

    /// <returns>The quote that opens a text which the line does not close; null: there is none.</returns>
    public static char? FindUnclosedQuote(string line, int position)
    {
        while (position < line.Length)
        {
            if (line[position] is not ('"' or '\''))
            {
                position++;
                continue;
            }

            var end = SkipQuoted(line, position);
            if (end <= 0)
            {
                return line[position];
            }

            position = end;
        }

        return null;
    }

    /// <returns>Where three quotes stand; -1: nowhere.</returns>
    public static int FindLongQuote(string line, int position)
    {
        var basic = line.IndexOf("\"\"\"", position, StringComparison.Ordinal);
        var literal = line.IndexOf("'''", position, StringComparison.Ordinal);
        return basic < 0 ? literal : literal < 0 ? basic : Math.Min(basic, literal);
    }

    private static int SkipKeyPart(string line, int position)
    {
        if (position < line.Length && line[position] is '"' or '\'')
        {
            // In "…" an escape would hide where the text ends
            var end = line.IndexOf(line[position], position + 1);
            return end < 0 || line[position] == '"' && line.IndexOf('\\', position, end - position) >= 0 ? position : end + 1;
        }

        while (position < line.Length && IsBare(line[position]))
        {
            position++;
        }

        return position;
    }

    /// <returns>Behind the quote that closes the text; 0: none does.</returns>
    private static int SkipQuoted(string text, int position)
    {
        var quote = text[position];
        for (var i = position + 1; i < text.Length; i++)
        {
            if (text[i] == quote)
            {
                return i + 1;
            }

            i += quote == '"' && text[i] == '\\' ? 1 : 0;
        }

        return 0;
    }

    private static int SkipBlanks(string line, int position)
    {
        while (position < line.Length && char.IsWhiteSpace(line[position]))
        {
            position++;
        }

        return position;
    }

    /// <summary>Whether it is one number, name or address.</summary>
    public static bool IsWord(ReadOnlySpan<char> text)
    {
        foreach (var c in text)
        {
            if (!IsOfWord(c))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsOfWord(char c) => IsBare(c) || c is '+' or '.' or ':' or '@' or '/';

    private static bool IsBare(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-';

    /// <param name="Name">As written.</param>
    /// <param name="End">Behind its brackets.</param>
    internal readonly record struct Header(string Name, int End);

    /// <param name="Key">Dotted, without quotes.</param>
    /// <param name="ValueStart">Behind the equals sign and blanks.</param>
    internal readonly record struct KeyValue(string Key, int ValueStart);
}
