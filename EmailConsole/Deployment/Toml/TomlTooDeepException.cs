namespace EmailConsole.Deployment.Toml;

/// <summary>Ends the reading of a file that nests deeper than any real one.</summary>
internal sealed class TomlTooDeepException(int line, int column)
    : Exception($"Tables may nest {TomlTreeBuilder.MaxDepth} deep.")
{
    /// <summary>1-based.</summary>
    public int Line { get; } = line;

    /// <summary>1-based.</summary>
    public int Column { get; } = column;
}
