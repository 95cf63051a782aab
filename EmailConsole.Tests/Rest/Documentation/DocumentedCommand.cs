namespace EmailConsole.Tests.Rest.Documentation;

/// <summary>A curl command as a page of the documentation shows it, ready to be pasted into a shell.</summary>
/// <param name="Section">The heading it stands beneath.</param>
/// <param name="Text">With its line breaks.</param>
internal sealed record DocumentedCommand(string Section, string Text)
{
    private const string Indent = "    ";

    /// <summary>All commands of a page, in their order: indented lines from one that starts with <c>curl</c>.</summary>
    /// <param name="page">Below <c>docs</c>.</param>
    public static IReadOnlyList<DocumentedCommand> Read(string page)
    {
        var found = new List<DocumentedCommand>();
        var section = "";
        var command = new List<string>();
        foreach (var line in File.ReadLines(Path.Combine(RepositoryRoot.Find(), "docs", page)).Append(""))
        {
            var isCode = line.StartsWith(Indent, StringComparison.Ordinal);
            var isFirst = isCode && line[Indent.Length..].StartsWith("curl ", StringComparison.Ordinal);
            if (command.Count > 0 && (!isCode || isFirst))
            {
                found.Add(new DocumentedCommand(section, string.Join('\n', command)));
                command.Clear();
            }

            if (isFirst || (isCode && command.Count > 0))
            {
                command.Add(line[Indent.Length..]);
            }

            section = line.StartsWith('#') ? line.TrimStart('#', ' ') : section;
        }

        return found;
    }
}
