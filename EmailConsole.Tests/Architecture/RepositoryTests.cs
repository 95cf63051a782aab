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

    [GeneratedRegex(@"(?<![\w.:])/(home|root|work)/\w", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex PersonalFolder();
}
