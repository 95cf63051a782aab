namespace EmailConsole.Tests;

/// <summary>The benchmarks as they were built with these tests; run, not referred to.</summary>
internal static class BenchmarksAssembly
{
    public static string File
    {
        get
        {
            var built = new DirectoryInfo(AppContext.BaseDirectory);
            return Path.Combine(RepositoryRoot.Find(), "EmailConsole.Benchmarks", "bin", built.Parent!.Name, built.Name, "EmailConsole.Benchmarks.dll");
        }
    }
}
