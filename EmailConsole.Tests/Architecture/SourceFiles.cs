namespace EmailConsole.Tests.Architecture;

/// <summary>The repository's own files, without what is built or stored in it.</summary>
internal static class SourceFiles
{
    private static readonly HashSet<string> Skipped =
        new(["bin", "obj", ".vs", ".idea", "data", "secrets", "artifacts", "TestResults"], StringComparer.Ordinal);

    public static string Root { get; } = RepositoryRoot.Find();

    /// <summary>Paths relative to the repository's root, with forward slashes.</summary>
    public static IReadOnlyList<string> All { get; } = [.. Enumerate(new DirectoryInfo(Root)).Order(StringComparer.Ordinal)];

    /// <summary>The source of the product, less what tools write.</summary>
    public static IEnumerable<string> Product => All.Where(path =>
        path.StartsWith("EmailConsole/", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal));

    public static string[] ReadLines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    private static IEnumerable<string> Enumerate(DirectoryInfo folder) =>
        folder.EnumerateFiles().Where(file => file.Name != ".git").Select(file => Path.GetRelativePath(Root, file.FullName).Replace('\\', '/'))
            .Concat(folder.EnumerateDirectories().Where(child => !Skipped.Contains(child.Name) && child.Name != ".git").SelectMany(Enumerate));
}
