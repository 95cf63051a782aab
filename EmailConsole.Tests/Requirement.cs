namespace EmailConsole.Tests;

/// <summary>Something of the machine that a test needs. Where it is missing the test is skipped, but never under CI.</summary>
internal static class Requirement
{
    private static readonly string[] SystemFolders = ["/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin"];

    public static bool IsCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>The first of the programs that is there, on PATH or in the system's folders; null: none is.</summary>
    public static string? FindProgram(params string[] names)
    {
        var folders = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Concat(SystemFolders).ToList();
        return names
            .SelectMany(name => folders.Select(folder => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }

    /// <summary>The reason to skip; null to run, which under CI a missing tool does not prevent: the test fails.</summary>
    public static string? SkipUnless(string? missing) => IsCi ? null : missing;
}
