using System.Text.RegularExpressions;

namespace EmailConsole.Tests.Architecture;

/// <summary>A reply by SMTP that refuses something is made with its cause: by it the refusal is counted, and its cure told.</summary>
public sealed partial class RefusalTests
{
    private static readonly string[] Rooms = ["EmailConsole/SmtpServing/", "EmailConsole/Submission/"];

    [Fact]
    public void Replies_ThatRefuse_HaveACause() => Faults.AssertNone(
        from path in SourceFiles.Product
        where Rooms.Any(room => path.StartsWith(room, StringComparison.Ordinal))
        from line in SourceFiles.ReadLines(path)
        where IsWithoutCause(line)
        select $"{path}: {line.Trim()}");

    [Theory]
    [InlineData("        return \"501 5.5.4 Expected SIZE=number\";", true)]
    [InlineData("        return $\"452 4.3.1 {words}\";", true)]
    [InlineData("        return SmtpReply.No(RefusalCause.Protocol, \"501 5.5.4 Expected SIZE=number\");", false)]
    [InlineData("        return \"250 2.0.0 OK\";", false)]
    public void IsWithoutCause_Line_SaysSo(string line, bool expected) => Assert.Equal(expected, IsWithoutCause(line));

    private static bool IsWithoutCause(string line) => Refusal().IsMatch(line) && !line.Contains("RefusalCause.", StringComparison.Ordinal);

    [GeneratedRegex("\"[45][0-9]{2} [45]\\.[0-9]\\.[0-9]{1,2} ", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Refusal();
}
