using System.Text.RegularExpressions;
using Tomlyn.Syntax;

namespace EmailConsole.Deployment.Toml;

/// <summary>
/// Says syntax errors in words of its own. Tomlyn's messages quote the text they stumbled over, which may be a password
/// that was written without quotes.
/// </summary>
internal static partial class SyntaxProblems
{
    public const string ControlCharacter = "There is an invisible control character here. Remove it.";

    private const string Invalid = "This is not valid TOML. Write key = \"value\", with one key on a line.";

    public static IEnumerable<DeploymentDiagnostic> Describe(IEnumerable<DiagnosticMessage> messages)
    {
        var isDerailed = false;
        foreach (var message in messages
            .Where(m => m.Kind == DiagnosticMessageKind.Error)
            .OrderBy(m => m.Span.Start.Line)
            .ThenBy(m => m.Span.Start.Column)
            // What follows on the same line comes of the first mistake in it
            .DistinctBy(m => m.Span.Start.Line))
        {
            yield return Describe(message) with { MayFollow = isDerailed };

            // What is there twice leads no reader astray
            isDerailed |= !AlreadyDefined().IsMatch(message.Message);
        }
    }

    public static DeploymentDiagnostic TooDeep(int line, int column) =>
        Error(line, column, $"Lists and tables nest deeper than {TomlTreeBuilder.MaxDepth} levels here.");

    private static DeploymentDiagnostic Describe(DiagnosticMessage message) =>
        Error(message.Span.Start.Line + 1, message.Span.Start.Column + 1, Words(message.Message));

    private static string Words(string message) => message switch
    {
        _ when AlreadyDefined().Match(message) is { Success: true } match =>
            $"This is already defined on line {match.Groups["line"].Value}. TOML allows a table or key once: put its lines together, or remove one.",
        _ when message.Contains("in a string", StringComparison.Ordinal) && message.Contains("newline", StringComparison.Ordinal)
            || message.Contains("End-Of-File", StringComparison.Ordinal) =>
            "A text that begins here or before is not closed. Close it with the same quotes it begins with.",
        _ when message.Contains("escape character", StringComparison.Ordinal) =>
            "In \"...\" a backslash begins an escape. Write two backslashes for one, or put the text in single quotes: '...'.",
        _ when message.Contains("control character", StringComparison.Ordinal) =>
            ControlCharacter,
        _ when message.Contains("parse integer", StringComparison.Ordinal) =>
            "This number is too large.",
        _ when message.Contains("Expecting `=`", StringComparison.Ordinal) =>
            "An equals sign is missing after the key. Write key = \"value\"; a key with other characters than letters, digits, - and _ stands in quotes.",
        _ when message.Contains("found while expecting a value", StringComparison.Ordinal) =>
            "A value is missing after the equals sign.",
        _ when message.Contains("for a value", StringComparison.Ordinal) =>
            "This value is not valid TOML. A text stands in quotes: key = \"value\".",
        _ when message.Contains("`closebracket`", StringComparison.Ordinal) =>
            "A closing bracket is missing: [table.name].",
        _ when message.Contains("expecting token `newline`", StringComparison.Ordinal) =>
            "Something follows the value or the table name. Begin a new line, or put the whole value in one pair of quotes.",
        _ => Invalid,
    };

    private static DeploymentDiagnostic Error(int line, int column, string message) =>
        new(DeploymentSeverity.Error, line, column, Key: null, message);

    [GeneratedRegex(@"is already defined at \((?<line>\d{1,10}),\d{1,10}\)", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant, 1000)]
    private static partial Regex AlreadyDefined();
}
