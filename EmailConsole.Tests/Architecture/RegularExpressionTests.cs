using System.Reflection;
using System.Text.RegularExpressions;
using EmailConsole.Delivery.Advice;

namespace EmailConsole.Tests.Architecture;

/// <summary>
/// An expression that tries a text in as many ways as it has characters lets whoever wrote the text hold a processor. What is allowed
/// goes over the text once (<see cref="RegexOptions.NonBacktracking"/>), or has a bound at every repetition.
/// </summary>
public sealed partial class RegularExpressionTests
{
    // More steps from one place of the text than this are no bound
    private const long MostSteps = 100_000;

    public static TheoryData<string> Generated =>
        [.. from type in typeof(EmailConsole.Persistence.EmailConsoleDb).Assembly.GetTypes()
            from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
            where method.GetCustomAttribute<GeneratedRegexAttribute>() is not null
            select $"{type.FullName} {method.Name}"];

    [Theory]
    [MemberData(nameof(Generated))]
    public void GeneratedRegex_EveryOne_IsLinear(string name)
    {
        var (type, method) = (name.Split(' ')[0], name.Split(' ')[1]);
        var found = typeof(EmailConsole.Persistence.EmailConsoleDb).Assembly.GetType(type)!
            .GetMethod(method, BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic)!
            .GetCustomAttribute<GeneratedRegexAttribute>()!;

        Assert.True(found.Options.HasFlag(RegexOptions.NonBacktracking) || IsBounded(found.Pattern), $"{name}: {found.Pattern}");
    }

    [Fact]
    public void Source_RegexMadeWithoutAttribute_IsNonBacktracking() => Assert.Empty(
        from path in SourceFiles.Product
        where path.EndsWith(".cs", StringComparison.Ordinal) || path.EndsWith(".razor", StringComparison.Ordinal)

        // Of the rows, see below
        where !path.EndsWith("Delivery/Advice/AdviceRow.cs", StringComparison.Ordinal)
        from line in SourceFiles.ReadLines(path)
        where MadeInPlace().IsMatch(line) && !line.Contains("NonBacktracking", StringComparison.Ordinal)
        select $"{path}: {line.Trim()}");

    [Fact]
    public void Words_OfEveryRowOfAdvice_AreBounded() =>
        Assert.All(DeliveryAdvisor.Rows, row => Assert.True(row.Words is null || IsBounded(row.Words), row.Words));

    [Theory]
    [InlineData("a{1,20}b?", true)]
    [InlineData(@"[*+]\*\+", true)]
    [InlineData("(?<name>a|b)", true)]
    [InlineData("(a{1,200}){1,200}", true)]
    [InlineData("(a{1,2000}){1,2000}", false)]
    [InlineData("a*", false)]
    [InlineData("[^x]+", false)]
    [InlineData("a{3,}", false)]
    [InlineData(@"\s+", false)]
    public void IsBounded_Pattern_SaysWhetherEveryRepetitionIs(string pattern, bool expected) => Assert.Equal(expected, IsBounded(pattern));

    private static bool IsBounded(string pattern)
    {
        var bare = Literals().Replace(pattern, "x");
        var steps = Counts().Matches(bare).Aggregate(1L, (product, count) => Math.Min(product * Math.Max(1, long.Parse(count.Groups["most"].Value, System.Globalization.CultureInfo.InvariantCulture)), long.MaxValue / 100_000));
        return !bare.Contains('*', StringComparison.Ordinal) && !bare.Contains('+', StringComparison.Ordinal) && !bare.Contains(",}", StringComparison.Ordinal)
            && (steps <= MostSteps || !Nested().IsMatch(bare));
    }

    // Escaped characters and sets, in which * and + stand for themselves
    [GeneratedRegex(@"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Literals();

    [GeneratedRegex(@"\{(?:\d+,)?(?<most>\d+)\}", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Counts();

    [GeneratedRegex(@"\)\{", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Nested();

    [GeneratedRegex(@"new Regex\(|\bRegex\.(?:IsMatch|Match|Matches|Replace|Split|Count|EnumerateMatches)\(", RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex MadeInPlace();
}
