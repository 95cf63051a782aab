using System.Text.RegularExpressions;

namespace EmailConsole.Tests.Architecture;

public sealed partial class RepositoryTests
{
    private const int LongestCode = 300;
    private const int LongestTests = 400;
    private const int LongestMarkup = 200;

    [Fact]
    public void Files_OfCodeAndMarkup_AreShort()
    {
        var tooLong =
            from path in SourceFiles.All
            let limit = LimitOf(path)
            where !path.Contains("/Migrations/", StringComparison.Ordinal)
            let lines = limit == int.MaxValue ? 0 : SourceFiles.ReadLines(path).Length
            where lines > limit
            select $"{path} has {lines} lines, {limit} are allowed";

        Faults.AssertNone(tooLong);
    }

    // dotnet format would find it too, but compile everything for it once more
    [Fact]
    public void Usings_AreInOrder()
    {
        var faults =
            from path in SourceFiles.All
            where path.EndsWith(".cs", StringComparison.Ordinal) && !path.Contains("/Migrations/", StringComparison.Ordinal)
            let usings = SourceFiles.ReadLines(path).Select(line => UsingDirective().Match(line)).Where(directive => directive.Success).ToList()
            where !usings.SequenceEqual(usings
                .OrderBy(directive => directive.Groups["alias"].Success)
                .ThenBy(directive => directive.Groups["static"].Success)
                .ThenBy(directive => !directive.Groups["system"].Success)
                .ThenBy(directive => directive.Groups["name"].Value, StringComparer.OrdinalIgnoreCase))
            select $"{path}: its usings are out of order";

        Faults.AssertNone(faults);
    }

    [Fact]
    public void Folders_AreNamedAfterTheDomain()
    {
        string[] drawers = ["Helpers", "Utils", "Common", "Services", "Models"];

        Assert.DoesNotContain(SourceFiles.All, path => path.Split('/').SkipLast(1).Intersect(drawers, StringComparer.OrdinalIgnoreCase).Any());
    }

    [Fact]
    public void Files_NameNoFolderOfOneMachine()
    {
        string[] binary = [".png", ".ico", ".woff2", ".jpg"];
        var faults =
            from path in SourceFiles.All
            where !binary.Contains(Path.GetExtension(path), StringComparer.Ordinal)
            from line in SourceFiles.ReadLines(path)
            where PersonalFolder().IsMatch(line)
            select $"{path}: {line.Trim()}";

        Faults.AssertNone(faults);
    }

    [Theory]
    [InlineData("test.sh")]
    [InlineData(".ci/run")]
    public void Scripts_AreExecutable(string path)
    {
        if (!OperatingSystem.IsWindows())
        {
            Assert.True(File.GetUnixFileMode(Path.Combine(SourceFiles.Root, path)).HasFlag(UnixFileMode.UserExecute));
        }
    }

    private static int LimitOf(string path) => Path.GetExtension(path) switch
    {
        ".cs" when path.StartsWith("EmailConsole.Tests/", StringComparison.Ordinal) => LongestTests,
        ".cs" => LongestCode,
        ".razor" => LongestMarkup,
        _ => int.MaxValue,
    };

    [GeneratedRegex(@"^using (?<static>static )?(?<name>(?<system>System\b)?[\w.]*)(?<alias> =.*)?;$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex UsingDirective();

    [GeneratedRegex(@"(?<![\w.:])/(home|root|work)/\w", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PersonalFolder();
}
