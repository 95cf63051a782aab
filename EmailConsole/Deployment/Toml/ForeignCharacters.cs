namespace EmailConsole.Deployment.Toml;

/// <summary>
/// What no TOML file may hold: bytes that are not UTF-8 (which stand in the text as U+FFFD), and control characters. In a comment they
/// say nothing, so that they cannot stop mail: a warning. A key or value with them is left out, with an error of its own.
/// </summary>
internal sealed class ForeignCharacters
{
    private const char Replacement = '\uFFFD';
    private const char FirstPrivate = '\uE000';
    private const string Lost = "There is a character here that another program could not read. Write the right one, in the encoding UTF-8.";

    private readonly char _mark;
    private readonly SortedDictionary<int, DeploymentDiagnostic> _byLine = [];

    /// <param name="text">As read.</param>
    /// <param name="notUtf8">What to say of bytes that are not UTF-8; null: there are none.</param>
    public ForeignCharacters(string text, string? notUtf8)
    {
        var (line, column) = (1, 0);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value == '\n')
            {
                (line, column) = (line + 1, 0);
                continue;
            }

            column++;
            var message = rune.Value == Replacement ? notUtf8 ?? Lost : rune.IsBmp && IsForbidden((char)rune.Value) ? SyntaxProblems.ControlCharacter : null;
            if (message is not null)
            {
                _byLine.TryAdd(line, new DeploymentDiagnostic(DeploymentSeverity.Error, line, column, Key: null, message));
            }
        }

        // For private use, and in the text nowhere else
        _mark = FirstPrivate;
        while (text.Contains(_mark, StringComparison.Ordinal))
        {
            _mark++;
        }

        Text = _byLine.Count == 0 ? text : string.Concat(text.Select(c => IsForbidden(c) ? _mark : c));
    }

    /// <summary>With a character in their places that a comment may hold.</summary>
    public string Text { get; }

    /// <summary>A line that cannot be read for them is said to have them.</summary>
    public IEnumerable<DeploymentDiagnostic> Explain(IEnumerable<DeploymentDiagnostic> problems) =>
        problems.Select(problem => _byLine.GetValueOrDefault(problem.Line, problem));

    /// <summary>Takes the items that hold them out of the tables.</summary>
    /// <returns>What is wrong, by line.</returns>
    public IEnumerable<DeploymentDiagnostic> TakeOut(TomlNode root)
    {
        if (_byLine.Count == 0)
        {
            return [];
        }

        List<DeploymentDiagnostic> found = [];
        HashSet<int> told = [];
        TakeOut(root, found, told);
        return found
            .Concat(_byLine.Values.Where(d => !told.Contains(d.Line)).Select(d => d with { Severity = DeploymentSeverity.Warning }))
            .OrderBy(d => d.Line);
    }

    private static bool IsForbidden(char c) => c is < ' ' and not ('\t' or '\r' or '\n') or '\x7f' or Replacement;

    private void TakeOut(TomlNode table, List<DeploymentDiagnostic> found, HashSet<int> told)
    {
        foreach (var (key, item) in table.Items.ToList())
        {
            var lines = Enumerable.Range(item.Line, item.LastLine - item.Line + 1).Where(_byLine.ContainsKey).ToList();
            if (lines.Count > 0 && (key.Contains(_mark, StringComparison.Ordinal) || IsIn(item.Value)))
            {
                table.Items.Remove(key);
                told.UnionWith(lines);
                found.Add(_byLine[lines[0]] with { Key = table.NameOf(key).Replace(_mark, Replacement) });
                continue;
            }

            foreach (var inner in TablesIn(item.Value))
            {
                TakeOut(inner, found, told);
            }
        }
    }

    private bool IsIn(object value) => value switch
    {
        string text => text.Contains(_mark, StringComparison.Ordinal),
        List<object> list => list.Exists(IsIn),
        _ => false,
    };

    private static IEnumerable<TomlNode> TablesIn(object value) => value switch
    {
        TomlNode node => [node],
        List<object> list => list.SelectMany(TablesIn),
        _ => [],
    };
}
