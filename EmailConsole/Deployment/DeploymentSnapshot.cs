namespace EmailConsole.Deployment;

/// <summary>What one reading of <c>deployment.toml</c> found. Immutable.</summary>
/// <param name="Path">The absolute path.</param>
/// <param name="Exists">Whether there is a file.</param>
/// <param name="ReadAt">When it was read.</param>
/// <param name="Lines">The file's lines as they are: a page shows them only with the secrets redacted.</param>
/// <param name="Tables">
/// By dotted name, however they are written (header, dotted keys, inline); the root's is the empty name. Empty when the file
/// or its syntax is broken.
/// </param>
/// <param name="Diagnostics">
/// Of the file as a whole: syntax, references, duplicates. Each room adds those of its own tables, and shows those that
/// <see cref="DiagnosticsOf"/> gives for them.
/// </param>
public sealed record DeploymentSnapshot(
    string Path,
    bool Exists,
    DateTimeOffset ReadAt,
    IReadOnlyList<string> Lines,
    IReadOnlyDictionary<string, DeploymentTable> Tables,
    IReadOnlyList<DeploymentDiagnostic> Diagnostics)
{
    /// <summary>The file could not be read, or its syntax is broken: nothing is known about any table.</summary>
    public bool IsBroken => Diagnostics.Any(d => d.Key is null && d.Severity == DeploymentSeverity.Error);

    public DeploymentTable? Table(string name) => Tables.GetValueOrDefault(name);

    /// <summary>
    /// What concerns a table: the file's own diagnostics and those of the table's keys. A value whose reference cannot be
    /// resolved is missing from the table and has an error here with its key.
    /// </summary>
    /// <param name="table">The dotted name.</param>
    public IEnumerable<DeploymentDiagnostic> DiagnosticsOf(string table) =>
        Diagnostics.Where(d => d.Key is null || d.Key == table || d.Key.StartsWith(table + ".", StringComparison.Ordinal));
}
