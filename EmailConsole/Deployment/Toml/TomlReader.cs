using Tomlyn;
using Tomlyn.Parsing;

namespace EmailConsole.Deployment.Toml;

/// <summary>Reads TOML text. Broken text is an answer, never an exception.</summary>
internal static class TomlReader
{
    /// <summary>Enough to mend a file by; one missing quote can make hundreds.</summary>
    private const int MaxProblems = 20;

    /// <returns>The root table (null when the syntax is broken), and what is wrong, in the file's order.</returns>
    public static (TomlNode? Root, IReadOnlyList<DeploymentDiagnostic> Problems) Read(string text)
    {
        try
        {
            var document = SyntaxParser.Parse(text, sourceName: null, validate: true);
            if (!document.HasErrors)
            {
                return (TomlTreeBuilder.Build(document), []);
            }

            return (null, SyntaxProblems.Describe(document.Diagnostics).Take(MaxProblems).ToList());
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
