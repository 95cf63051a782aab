using System.Text.RegularExpressions;

namespace EmailConsole.EmailProviders.Guides;

/// <summary>
/// Fills a guide's command with what the form already knows. Every placeholder stands in single quotes, in which
/// PowerShell expands nothing; what it takes for a quote is doubled.
/// </summary>
internal static partial class GuideCommand
{
    private const string QuotesOfPowerShell = "'\u2018\u2019\u201A\u201B";

    /// <returns>The command; a placeholder whose value is not known, or cannot be quoted, stays.</returns>
    public static string Fill(string template, EmailProviderSettings settings) => Placeholder().Replace(template, match =>
        ValueOf(match.Groups["name"].Value, settings) is { } value && !value.Any(char.IsControl) ? $"'{Quote(value)}'" : match.Value);

    private static string? ValueOf(string name, EmailProviderSettings settings) => name switch
    {
        "mailbox" => NullIfBlank(settings.FromAddress),
        "client-id" => NullIfBlank(settings.ClientId),
        "tenant-id" => DirectoryOf(settings.TokenEndpoint),
        _ => null,
    };

    /// <summary>The directory (tenant) that a Microsoft Entra token endpoint names in its path.</summary>
    internal static string? DirectoryOf(string? tokenEndpoint) =>
        Uri.TryCreate(tokenEndpoint, UriKind.Absolute, out var address)
            && address.Segments is ["/", var segment, "oauth2/", "v2.0/", "token"]
            && Uri.UnescapeDataString(segment.TrimEnd('/')) is var directory
            && !directory.StartsWith('{') // the preset's own placeholder, not filled in yet
            ? NullIfBlank(directory)
            : null;

    private static string Quote(string value) =>
        string.Concat(value.Select(c => QuotesOfPowerShell.Contains(c, StringComparison.Ordinal) ? $"{c}{c}" : c.ToString()));

    private static string? NullIfBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    [GeneratedRegex("'<(?<name>[a-z-]{1,40})>'", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
