using System.Globalization;
using EmailConsole.EmailProviders.Validation;
using Tomlyn.Parsing;
using Tomlyn.Syntax;

namespace EmailConsole.EmailProviders.SuperTenant;

/// <summary>
/// The file's lines for an excerpt, redacted. An excerpt matters most where the syntax is broken, hence each line is taken apart by the
/// parser's lexer alone, and only what is known to be harmless is shown: table names, keys, the values of plain keys of this section and of standbys,
/// in a broken file also where it is the value that is broken, and everywhere what by key and form is a switch, a port or a host.
/// All else becomes bullets, as many whatever was there: other values of other tables, texts and inline tables over several lines,
/// comments (old passwords stay in them), and what a broken line holds behind its value.
/// <para>
/// Behind a secret whose quote is not closed the next lines are the rest of it, or lines like any other. There a value shows only
/// where it is harmless in both cases: by its form, or because it stands between two of the very quotes that are open, which
/// in the first case puts it outside of the secret.
/// </para>
/// </summary>
internal sealed class RedactedLines
{
    private const string Bullets = "••••••••";
    private const string SecretsTable = "secrets";

    private static readonly string[] SecretNames = ["pass", "pwd", "secret", "token", "credential", "key"];

    private readonly IReadOnlyList<string> _lines;
    private readonly bool _isBroken;
    private string? _table = "";

    // Of inline tables: their keys are not those of the table around them
    private int _braces;

    // The quote of a secret that its line does not close; '*' where several kinds are open
    private char? _doubt;

    private RedactedLines(IReadOnlyList<string> lines, bool isBroken)
    {
        _lines = lines;
        _isBroken = isBroken;
    }

    /// <param name="lines">As they are.</param>
    /// <param name="isBroken">The syntax is broken: what looks like an unknown key may be the rest of a secret.</param>
    public static IReadOnlyList<string> Of(IReadOnlyList<string> lines, bool isBroken) => new RedactedLines(lines, isBroken).Redact();

    private List<string> Redact()
    {
        var redacted = new List<string>(_lines.Count);
        while (redacted.Count < _lines.Count)
        {
            var first = redacted.Count;
            var line = _lines[first];
            var tokens = TomlTokens.Read(line, TomlLexerMode.Key, out _);
            var header = TomlTokens.FindHeader(tokens);
            var value = header is null ? TomlTokens.FindValue(tokens) : null;
            if (_braces > 0 && !IsOfSection(header))
            {
                (header, value) = (null, null);
            }

            // Behind a key, and where there is none, values stand
            var mode = header is null && value is null ? TomlLexerMode.Value : TomlLexerMode.Key;
            tokens = mode == TomlLexerMode.Value ? TomlTokens.Read(line, mode, out _) : tokens;
            redacted.Add(Redact(line, tokens, header, value));
            var last = FindEndOfTexts(first, mode, ref tokens);
            redacted.AddRange(Enumerable.Repeat(Bullets, last - first));
            _braces = Math.Max(0, _braces + tokens.Count(t => t.Kind == TokenKind.OpenBrace) - tokens.Count(t => t.Kind == TokenKind.CloseBrace));
        }

        return redacted;
    }

    private string Redact(string line, List<TomlToken> tokens, string? header, int? value)
    {
        if (tokens.Count == 0)
        {
            return "";
        }

        if (tokens[0].Kind == TokenKind.Comment)
        {
            return "# " + Bullets;
        }

        if (header is not null)
        {
            (_table, _braces) = (header, 0);

            // One without its closing bracket may as well be the rest of a secret
            var isClosed = tokens.Exists(t => t.Kind is TokenKind.CloseBracket or TokenKind.CloseBracketDouble);
            return (_doubt is null && isClosed) || IsOfSection(header) ? WithoutRest(line, tokens.Last(t => t.Kind != TokenKind.Comment).End) : Bullets;
        }

        if (value is { } start)
        {
            return RedactValue(line, KeyOf(tokens[..(start - 1)]), tokens[start - 1].End, tokens[start..]);
        }

        _table = tokens[0].Kind is TokenKind.OpenBracket or TokenKind.OpenBracketDouble && _braces == 0 ? null : _table;
        return Bullets;
    }

    /// <param name="line">With the key.</param>
    /// <param name="key">Dotted, without quotes.</param>
    /// <param name="equal">Behind the equals sign.</param>
    /// <param name="tokens">Those behind it.</param>
    private string RedactValue(string line, string key, int equal, List<TomlToken> tokens)
    {
        var name = Within(_table, key);
        var start = line.AsSpan(equal).IndexOfAnyExcept(' ', '\t');
        var head = start < 0 ? line : line[..(equal + start)];
        var written = tokens.TakeWhile(t => t.Kind != TokenKind.Comment).ToList();
        var end = written.Count == 0 ? head.Length : written[^1].End;
        if (_table != SecretsTable && !IsNameOfSecret(key) && IsHarmless(key, line[head.Length..end].Trim('"', '\'')))
        {
            return WithoutRest(line, end);
        }

        // The query of an address may be a credential, and what is broken need not look like an address
        var isPlain = MayShow(name);
        if (isPlain && FindEndOfPlain(line, head.Length, written) is { } shown && !line[head.Length..shown].Contains('?', StringComparison.Ordinal))
        {
            return WithoutRest(line, shown);
        }

        if (_isBroken && (!isPlain || _doubt is not null) && tokens.Find(t => t.IsOpen) is { } open)
        {
            _doubt = _doubt is null || _doubt == open.Text[0] ? open.Text[0] : '*';
        }

        return _isBroken && !IsKnown(name) ? Bullets : head + Bullets;
    }

    /// <returns>Where the value of a plain key ends; null: it may hold something else.</returns>
    private int? FindEndOfPlain(string line, int start, List<TomlToken> written)
    {
        if (_doubt is { } quote)
        {
            return written is [{ IsQuoted: true, IsOpen: false } one] && one.Text[0] == quote && one.Text.Count(c => c == quote) == 2
                && line.AsSpan(one.End).Trim().IsEmpty ? one.End : null;
        }

        if (written.Count == 0)
        {
            return start;
        }

        if (written[0] is { IsQuoted: true, IsOpen: false } text)
        {
            return written.Count == 1 || written[1].Start > text.End ? text.End : null;
        }

        // A number or a switch; where the syntax is broken several, or one word whose quotes do not match
        var whole = line[start..written[^1].End];
        return written.TrueForAll(t => t.IsPlain) && (_isBroken || written.Count == 1)
            || _isBroken && whole.Trim('"', '\'').All(IsOfWord) && !IsNameOfSecret(whole)
            ? written[^1].End
            : null;
    }

    /// <summary>Dotted, without quotes. A dot in quotes is one only below <c>custom_properties</c>, where names have some.</summary>
    private string KeyOf(List<TomlToken> tokens)
    {
        var key = "";
        foreach (var token in tokens)
        {
            var part = token.IsQuoted ? token.Text[1..^1] : token.Text;
            key += token.IsQuoted && !IsOfCustomProperties(Within(_table, key.TrimEnd('.'))?.TrimEnd('.')) ? part.Replace('.', '\0') : part;
        }

        return key;
    }

    private static string? Within(string? table, string key) => table is null ? null : table.Length == 0 ? key : $"{table}.{key}";

    /// <param name="first">The line.</param>
    /// <param name="mode">In which it is read.</param>
    /// <param name="tokens">Of the line; then those up to the end of the last text.</param>
    /// <returns>The line at which the last text ends that begins on a line and goes over several; that line itself: none does.</returns>
    private int FindEndOfTexts(int first, TomlLexerMode mode, ref List<TomlToken> tokens)
    {
        var last = first;

        // Twice as many lines each time, so that the longest text is read a few times and not once a line
        for (var count = 2; tokens is [.., { IsOpen: true, IsQuoted: false }]; count *= 2)
        {
            if (first + count / 2 >= _lines.Count)
            {
                return _lines.Count - 1;
            }

            tokens = TomlTokens.Read(string.Join('\n', _lines.Skip(first).Take(count)), mode, out var lines);
            last = first + lines;
        }

        return last;
    }

    private static string WithoutRest(string line, int end) =>
        line.AsSpan(end).Trim().IsEmpty ? line[..end] : $"{line[..end]} {Bullets}";

    /// <summary>
    /// What is no secret wherever it stands: true and false, a port beside a key of that name, a host name with a dot in it or an IP
    /// address beside a key of that name.
    /// </summary>
    /// <param name="key">As written; of a dotted one the last part counts.</param>
    /// <param name="word">Without quotes.</param>
    private static bool IsHarmless(string key, string word) => key[(key.LastIndexOf('.') + 1)..] switch
    {
        _ when word is "true" or "false" => true,
        EmailKeys.Port => word.Length <= 5 && int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535,
        EmailKeys.Hostname or EmailKeys.Host =>
            (word.Contains('.', StringComparison.Ordinal) || word.Contains("::", StringComparison.Ordinal)) && HostName.TryParse(word, out _, out _),
        _ => false,
    };

    private static bool IsNameOfSecret(string value) =>
        Array.Exists(SecretNames, name => value.Contains(name, StringComparison.OrdinalIgnoreCase));

    /// <summary>Of one number, name or address.</summary>
    private static bool IsOfWord(char c) => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '+' or '.' or ':' or '@' or '/';

    private static bool MayShow(string? name) => Split(name) switch
    {
        (var key, null) => TableKeys.IsHarmless(key),
        (_, { } property) => JavaMailProperties.Mapped.ContainsKey(property) && JavaMailProperties.IsHarmless(property),
        _ => false,
    };

    private static bool IsKnown(string? name) => Split(name) switch
    {
        (var key, null) => TableKeys.IsKnown(key),
        (_, { } property) => JavaMailProperties.Mapped.ContainsKey(property),
        _ => false,
    };

    private static bool IsOfSection(string? table) => table is EmailKeys.Table or EmailKeys.Standbys || IsOfCustomProperties(table);

    private static bool IsOfCustomProperties(string? table) =>
        table is $"{EmailKeys.Table}.{EmailKeys.CustomProperties}" or $"{EmailKeys.Standbys}.{EmailKeys.CustomProperties}";

    /// <returns>The section's key, and the property under <c>custom_properties</c>; null for other tables.</returns>
    private static (string Key, string? Property)? Split(string? name)
    {
        var table = name is null ? null : Array.Find([EmailKeys.Table, EmailKeys.Standbys], t => name.StartsWith(t + ".", StringComparison.Ordinal));
        if (table is null)
        {
            return null;
        }

        var key = name![(table.Length + 1)..];
        return key.StartsWith(EmailKeys.CustomProperties + ".", StringComparison.Ordinal)
            ? (EmailKeys.CustomProperties, key[(EmailKeys.CustomProperties.Length + 1)..])
            : (key, null);
    }
}
