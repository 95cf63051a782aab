using System.Text.RegularExpressions;

namespace EmailConsole.Deployment.References;

internal enum ReferenceKind
{
    Env,
    Sys,
    Ref,
    Secret,
}

/// <summary>A part of a text: characters as they are, or a reference. A closed list.</summary>
internal abstract record ReferencePart
{
    private ReferencePart()
    {
    }

    internal sealed record Literal(string Text) : ReferencePart;

    /// <param name="Kind">Where to look.</param>
    /// <param name="Name">What stands in the braces; may hold references itself: <c>$ref{$env{SECTION}.port}</c>.</param>
    /// <param name="Written">The reference as written.</param>
    internal sealed record Reference(ReferenceKind Kind, IReadOnlyList<ReferencePart> Name, string Written) : ReferencePart;
}

/// <summary>
/// Finds the references of a text: <c>$env{NAME}</c>, <c>$sys{key}</c>, <c>$ref{dotted.key}</c>, <c>$secret{alias}</c>.
/// Everything else is literal, also <c>$</c>, <c>${x}</c>, <c>$other{x}</c> and a reference that is not closed: passwords
/// hold such things.
/// </summary>
internal static class ReferenceText
{
    // Linear in the text's length, whatever it holds
    private const RegexOptions Linear = RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    private const string Kinds = @"\$(?<kind>env|sys|ref|secret)";

    /// <summary>Names are resolved first, as in WSO2, where env and sys come before ref.</summary>
    private static readonly Regex Outer = new(Kinds + @"\{(?<name>([^{}]|\$(env|sys|ref)\{[^{}]+\})*)\}", Linear, TimeSpan.FromSeconds(1));

    private static readonly Regex Inner = new(Kinds + @"\{(?<name>[^{}]+)\}", Linear, TimeSpan.FromSeconds(1));

    public static IReadOnlyList<ReferencePart> Parse(string text) =>
        text.Contains('$', StringComparison.Ordinal)
            ? Parse(text, Outer, name => Parse(name, Inner, innermost => [new ReferencePart.Literal(innermost)]))
            : [new ReferencePart.Literal(text)];

    private static List<ReferencePart> Parse(string text, Regex pattern, Func<string, IReadOnlyList<ReferencePart>> parseName)
    {
        var parts = new List<ReferencePart>();
        var literal = 0;
        foreach (Match match in pattern.Matches(text))
        {
            AddLiteral(parts, text[literal..match.Index]);
            var kind = Enum.Parse<ReferenceKind>(match.Groups["kind"].Value, ignoreCase: true);
            parts.Add(new ReferencePart.Reference(kind, parseName(match.Groups["name"].Value), match.Value));
            literal = match.Index + match.Length;
        }

        AddLiteral(parts, text[literal..]);
        return parts;
    }

    private static void AddLiteral(List<ReferencePart> parts, string text)
    {
        if (text.Length > 0)
        {
            parts.Add(new ReferencePart.Literal(text));
        }
    }
}
