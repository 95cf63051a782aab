using Tomlyn;
using Tomlyn.Parsing;

namespace EmailConsole.Deployment.Toml;

/// <summary>Reads TOML text. Broken text is an answer, never an exception.</summary>
internal static class TomlReader
{
    /// <summary>Enough to repair a file by; one missing quote can make hundreds.</summary>
    private const int MaxProblems = 20;

    /// <param name="text">The file.</param>
    /// <param name="notUtf8">What to say of a place that is not UTF-8 (U+FFFD in the text); null: all of it is.</param>
    /// <returns>The root table (null when the syntax is broken), and what is wrong, in the file's order.</returns>
    public static (TomlNode? Root, IReadOnlyList<DeploymentDiagnostic> Problems) Read(string text, string? notUtf8 = null)
    {
        try
        {
            var foreign = new ForeignCharacters(text, notUtf8);
            // At the very end of a text the lexer cannot tell what a backslash escapes, and fails
            var document = SyntaxParser.Parse(foreign.Text.EndsWith('\\') ? foreign.Text + "\n" : foreign.Text, sourceName: null, validate: true);
            if (!document.HasErrors)
            {
                var root = TomlTreeBuilder.Build(document);
                return (root, foreign.TakeOut(root).Take(MaxProblems).ToList());
            }

            return (null, foreign.Explain(SyntaxProblems.Describe(document.Diagnostics)).Take(MaxProblems).ToList());
        }
        catch (TomlException e)
        {
            return (null, [SyntaxProblems.TooDeep(e.Line ?? 1, e.Column ?? 1)]);
        }
        catch (TomlTooDeepException e)
        {
            return (null, [SyntaxProblems.TooDeep(e.Line, e.Column)]);
        }
    }
}
