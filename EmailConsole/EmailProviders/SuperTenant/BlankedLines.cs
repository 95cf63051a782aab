namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>
/// The file's lines for an excerpt, without its secrets. Works on the text alone, since the excerpt matters most where the
/// syntax is broken, and shows only what is known to be harmless: table names, keys, the values of this section's plain keys,
/// in a broken file also where it is the value that is broken, and everywhere what by key and form is a switch, a port or a host
/// (<see cref="HarmlessForm"/>). All else becomes bullets, as many whatever was there: other values of other tables, texts over
/// several lines, comments (old passwords stay in them), and what a broken line holds behind its value.
/// <para>
/// Behind a secret whose quote is not closed the next lines are the rest of it, or lines like any other. There a value shows only
/// where it is harmless in both cases: by its form, or because it stands between two of the very quotes that are open, which
/// in the first case puts it outside of the secret.
/// </para>
/// </summary>
internal sealed class BlankedLines
{
    private const string Bullets = "••••••••";
    private const string SecretsTable = "secrets";

    private static readonly string[] SecretNames = ["pass", "pwd", "secret", "token", "credential", "key"];

    private readonly List<string> _lines = [];
    private readonly bool _isBroken;
    private string? _openQuote;
    private string? _table = "";

    // The quote of a secret that its line does not close; '*' where several kinds are open
    private char? _doubt;

    private BlankedLines(bool isBroken) => _isBroken = isBroken;

    /// <param name="lines">As they are.</param>
    /// <param name="isBroken">The syntax is broken: what looks like an unknown key may be the rest of a secret.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> lines, bool isBroken)
    {
        var blanked = new BlankedLines(isBroken);
        foreach (var line in lines)
        {
            blanked._lines.Add(blanked.Blank(line));
        }

        return blanked._lines;
    }

    private string Blank(string line)
    {
        if (_openQuote is not null)
        {
            FollowLongText(line, 0);
            return Bullets;
        }

        if (line.AsSpan().Trim().IsEmpty)
        {
            return "";
        }

        if (line.AsSpan().TrimStart() is ['#', ..])
        {
            return "# " + Bullets;
        }

        if (TomlLine.ReadHeader(line) is { } header)
        {
            _table = header.Name.Replace(" ", "", StringComparison.Ordinal);
            return _doubt is null || IsOfSection(_table) ? WithoutRest(line, header.End) : Bullets;
        }

        if (TomlLine.ReadKeyValue(line) is { } keyValue)
        {
            FollowLongText(line, keyValue.ValueStart);
            var blanked = BlankValue(line, keyValue, out var isShown);
            if (_isBroken && !isShown && _openQuote is null && TomlLine.FindUnclosedQuote(line, keyValue.ValueStart) is { } quote)
            {
                _doubt = _doubt is null || _doubt == quote ? quote : '*';
            }

            return blanked;
        }

        if (line.AsSpan().TrimStart() is ['[', ..])
        {
            _table = null;
        }

        FollowLongText(line, 0);
        return Bullets;
    }

    private string BlankValue(string line, TomlLine.KeyValue keyValue, out bool isShown)
    {
        var name = _table is null ? null : _table.Length == 0 ? keyValue.Key : $"{_table}.{keyValue.Key}";
        var (head, value) = (line[..keyValue.ValueStart], line[keyValue.ValueStart..]);
        isShown = true;
        if (_table != SecretsTable && !IsNameOfSecret(keyValue.Key) && HarmlessForm.FindEnd(keyValue.Key, value) is { } form)
        {
            return head + WithoutRest(value, form);
        }

        if (_doubt is { } quote)
        {
            isShown = MayShow(name) && value.Length > 0 && value[0] == quote && value.Count(c => c == quote) == 2
                && TomlLine.ReadScalar(value) is { } closed && value.AsSpan(closed).Trim().IsEmpty;
            return isShown ? line : IsKnown(name) ? head + Bullets : Bullets;
        }

        isShown = MayShow(name);
        if (isShown)
        {
            if (value is ['"' or '\'', ..] && TomlLine.ReadScalar(value) is { } quoted)
            {
                return head + WithoutRest(value, quoted);
            }

            if (_isBroken && HarmlessEnd(value) is { } harmless && !IsNameOfSecret(value[..harmless]))
            {
                return head + WithoutRest(value, harmless);
            }

            return TomlLine.ReadScalar(value) is not { } end ? WithoutRest(line, keyValue.ValueStart) : head + WithoutRest(value, end);
        }

        return _isBroken && !IsKnown(name) ? Bullets : head + Bullets;
    }

    /// <summary>Notes whether a text over several lines is open at the end of the line.</summary>
    private void FollowLongText(string line, int position)
    {
        while (position < line.Length)
        {
            if (_openQuote is not null)
            {
                var end = line.IndexOf(_openQuote, position, StringComparison.Ordinal);
                if (end < 0)
                {
                    return;
                }

                var isEscaped = _openQuote[0] == '"' && end > 0 && line[end - 1] == '\\';
                position = end + (isEscaped ? 1 : _openQuote.Length);
                _openQuote = isEscaped ? _openQuote : null;
                continue;
            }

            if (TomlLine.FindLongQuote(line, position) is var opening && opening < 0)
            {
                return;
            }

            _openQuote = line.Substring(opening, 3);
            position = opening + 3;
        }
    }

    private static string WithoutRest(string line, int end) =>
        line.AsSpan(end).Trim().IsEmpty ? line[..end] : $"{line[..end]} {Bullets}";

    /// <returns>
    /// Where a value without quotes ends, before its comment, or one word whose quotes do not match; null: it has other quotes, or is empty.
    /// </returns>
    private static int? HarmlessEnd(string value)
    {
        var comment = value.IndexOf('#', StringComparison.Ordinal);
        var written = value.AsSpan(0, comment < 0 ? value.Length : comment).TrimEnd();
        var word = written.Trim("\"'");
        return word.IsEmpty || word.ContainsAny('"', '\'') || (word.Length < written.Length && !TomlLine.IsWord(word)) ? null : written.Length;
    }

    private static bool IsNameOfSecret(string value) =>
        Array.Exists(SecretNames, name => value.Contains(name, StringComparison.OrdinalIgnoreCase));

    private static bool MayShow(string? name) => Split(name) switch
    {
        (var key, null) => key != EmailKeys.CustomProperties && IsEmailKey(key) && !EmailKeys.IsSecret(key),
        (_, { } property) => JavaMailProperties.Mapped.ContainsKey(property) && JavaMailProperties.IsHarmless(property),
        _ => false,
    };

    private static bool IsKnown(string? name) => Split(name) switch
    {
        (var key, null) => IsEmailKey(key),
        (_, { } property) => JavaMailProperties.Mapped.ContainsKey(property),
        _ => false,
    };

    private static bool IsOfSection(string table) => table == EmailKeys.Table || table == EmailKeys.NameOf(EmailKeys.CustomProperties);

    private static bool IsEmailKey(string key) => key == EmailKeys.Host || EmailKeys.All.Contains(key);

    /// <returns>The section's key, and the property under <c>custom_properties</c>; null for other tables.</returns>
    private static (string Key, string? Property)? Split(string? name)
    {
        if (name is null || !name.StartsWith(EmailKeys.Table + ".", StringComparison.Ordinal))
        {
            return null;
        }

        var key = name[(EmailKeys.Table.Length + 1)..];
        return key.StartsWith(EmailKeys.CustomProperties + ".", StringComparison.Ordinal)
            ? (EmailKeys.CustomProperties, key[(EmailKeys.CustomProperties.Length + 1)..])
            : (key, null);
    }
}
