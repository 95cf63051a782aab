namespace EmailConsole.Deployment;

/// <summary>What one reading of <c>deployment.toml</c> found. Immutable.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Exists">Whether there is a file.</param>
/// <param name="ReadAt">When it was read.</param>
/// <param name="Lines">The file's lines, for an excerpt; never shown for the line of a secret.</param>
/// <param name="Tables">By dotted name; empty when the syntax is broken.</param>
/// <param name="Diagnostics">Of the file as a whole: syntax, references, duplicates. Each room adds those of its own tables.</param>
public sealed record DeploymentSnapshot(
    string Path,
    bool Exists,
    DateTimeOffset ReadAt,
    IReadOnlyList<string> Lines,
    IReadOnlyDictionary<string, DeploymentTable> Tables,
    IReadOnlyList<DeploymentDiagnostic> Diagnostics)
{
    public DeploymentTable? Table(string name) => Tables.GetValueOrDefault(name);
}
