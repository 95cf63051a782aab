using System.Text.RegularExpressions;

namespace EmailConsole.Tests.Architecture;

/// <summary>Whoever wants to measure finds every mode in the documentation, and none that is gone.</summary>
public sealed partial class BenchmarkTests
{
    [Fact]
    public void Documentation_Modes_AreThoseOfTheProgram()
    {
        var known = SourceFiles.ReadLines("EmailConsole.Benchmarks/Program.cs").Select(line => Mode().Match(line)).Where(m => m.Success);
        var documented = SourceFiles.ReadLines("docs/measuring.md").Select(line => Row().Match(line)).Where(m => m.Success);

        Assert.Equal(known.Select(m => m.Groups["name"].Value), documented.Select(m => m.Groups["name"].Value));
    }

    [GeneratedRegex("""^    new\("(?<name>[\w-]+)", """, RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mode();

    [GeneratedRegex(@"^\| `(?<name>[\w-]+)` \|", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Row();
}
