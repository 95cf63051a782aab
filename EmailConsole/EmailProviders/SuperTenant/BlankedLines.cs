using System.Text.RegularExpressions;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>
/// The file's lines for an excerpt, without its secrets. Works on the text alone, since the excerpt matters most where the
/// syntax is broken, and shows only what is known to be harmless: table names, keys, and the values of this section's plain
/// keys, in a broken file also where it is the value that is broken, as long as no quote and no name of a secret is in it.
/// All else becomes bullets, as many whatever was there: values of other tables, texts over several lines, comments
/// (old passwords stay in them), and what a broken line holds behind its value.
/// </summary>
internal sealed partial class BlankedLines
{
    private const string Bullets = "••••••••";

    private readonly List<string> _lines = [];
    private readonly bool _isBroken;
    private string? _openQuote;
    private string? _table = "";

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

        if (Comment().IsMatch(line))
        {
            return "# " + Bullets;
        }

        if (Header().Match(line) is { Success: true } header)
        {
            _table = header.Groups["name"].Value.Replace(" ", "", StringComparison.Ordinal);
            return WithoutRest(line, header.Groups["shown"]);
        }

        if (KeyValue().Match(line) is { Success: true } keyValue)
        {
            var position = keyValue.Groups["value"].Index;
            FollowLongText(line, position);
            var blanked = BlankValue(line, keyValue, out var isShown);
            if (_isBroken && !isShown && _openQuote is null && UnclosedQuote().Match(line, position) is { Success: true } unclosed)
            {
                // A secret that somebody broke over lines, which looks like keys and values from the second line on
                _openQuote = unclosed.Groups["quote"].Value;
            }

            return blanked;
        }

        if (QuotedHeader().IsMatch(line))
        {
            _table = null;
        }

        FollowLongText(line, 0);
        return Bullets;
    }

    private string BlankValue(string line, Match keyValue, out bool isShown)
    {
        var key = string.Join('.', KeyPart().Matches(keyValue.Groups["key"].Value).Select(m => m.Value.Trim('"', '\'')));
        var name = _table is null ? null : _table.Length == 0 ? key : $"{_table}.{key}";
        isShown = MayShow(name);
        if (isShown)
        {
            var value = keyValue.Groups["value"];
            if (_isBroken && Harmless().Match(value.Value) is { Success: true } harmless && !SecretName().IsMatch(harmless.Value))
            {
                return keyValue.Groups["head"].Value + WithoutRest(value.Value, harmless);
            }

            return value.Length == 0 || Scalar().Match(value.Value) is not { Success: true } scalar
                ? WithoutRest(line, keyValue.Groups["head"])
                : keyValue.Groups["head"].Value + WithoutRest(value.Value, scalar);
        }

        return _isBroken && !IsKnown(name) ? Bullets : keyValue.Groups["head"].Value + Bullets;
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

            var opening = LongQuote().Match(line, position);
            if (!opening.Success)
            {
                return;
            }

            _openQuote = opening.Value;
            position = opening.Index + opening.Length;
        }
    }

    private static string WithoutRest(string line, Group shown) =>
        line.AsSpan(shown.Index + shown.Length).Trim().IsEmpty
            ? line[..(shown.Index + shown.Length)]
            : $"{line[..(shown.Index + shown.Length)]} {Bullets}";

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

    [GeneratedRegex("""^[^"'#]+?(?=\s*(#|$))""", Options, 1000)]
    private static partial Regex Harmless();

    [GeneratedRegex("pass|pwd|secret|token|credential|key", Options | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex SecretName();

    [GeneratedRegex("""\G(?>("([^"\\]|\\.)*"|'[^']*'|[^"'])*)((?<quote>")([^"\\]|\\.)*\\?|(?<quote>')[^']*)$""", Options, 1000)]
    private static partial Regex UnclosedQuote();

    private const RegexOptions Options = RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^\s*#", Options, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^(?<shown>\s*\[{1,2}(?<name>[A-Za-z0-9_. -]+)\]{0,2})\s*(#.*)?$", Options, 1000)]
    private static partial Regex Header();

    [GeneratedRegex("\"\"\"|'''", Options, 1000)]
    private static partial Regex LongQuote();

    [GeneratedRegex(@"^\s*\[", Options, 1000)]
    private static partial Regex QuotedHeader();

    [GeneratedRegex("""^(?<head>\s*(?<key>([A-Za-z0-9_-]+|"[^"\\]*"|'[^']*')(\s*\.\s*([A-Za-z0-9_-]+|"[^"\\]*"|'[^']*'))*)\s*=\s*)(?<value>.*)$""", Options, 1000)]
    private static partial Regex KeyValue();

    [GeneratedRegex("""[A-Za-z0-9_-]+|"[^"\\]*"|'[^']*'""", Options, 1000)]
    private static partial Regex KeyPart();

    [GeneratedRegex("""^("([^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9+._:@/-]+)(?=\s|$)""", Options, 1000)]
    private static partial Regex Scalar();
}
