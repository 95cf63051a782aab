using System.Buffers;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EmailConsole.Kinds.CustomHttp;

/// <summary>
/// A body with placeholders such as <c>{{subject}}</c>. In JSON one that stands alone becomes a string, and one within a string becomes text of that
/// string: both are escaped, whatever stands in subject or body. In a form the values are encoded.
/// </summary>
/// <remarks>
/// WSO2 puts quotes around every value and escapes nothing (product-is#21071); its own sample quotes some placeholders and not others, which
/// is valid here. Its form templates separate the fields by commas.
/// </remarks>
internal static partial class BodyTemplate
{
    public const string From = "send-from";

    /// <summary>Names that WSO2 knows of its own events, of which a message that is sent here has none; they become empty.</summary>
    private static readonly HashSet<string> Empty = new(StringComparer.Ordinal)
    {
        "footer", "locale", "subject-template", "body-template", "footer-template", "notification-event", "user-name", "userstore-domain", "tenant-domain",
    };

    private static readonly SearchValues<char> Separators = SearchValues.Create(",&\n");
    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("_.-[]~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

    private static readonly string[] Known = ["subject", "body", "text", "send-to", From, "content-type", "message-id"];

    /// <returns>The body, as the content type wants it.</returns>
    public static string Fill(string template, bool isForm, Func<string, string> value) => isForm ? FillForm(template, value) : FillJson(template, value);

    /// <summary>Whether it has a placeholder of that name.</summary>
    public static bool Names(string template, string name) => Placeholder().Matches(template).Any(match => match.Groups["name"].Value == name);

    /// <returns>What to type instead; null: fine.</returns>
    public static string? FindFault(string template, bool isForm)
    {
        foreach (var name in Placeholder().Matches(template).Select(match => match.Groups["name"].Value))
        {
            if (!Known.Contains(name, StringComparer.Ordinal) && !Empty.Contains(name))
            {
                return $"There is no {{{{{name}}}}}. Use {string.Join(", ", Known.Select(k => $"{{{{{k}}}}}"))}.";
            }
        }

        if (isForm)
        {
            return Pieces(template).All(piece => piece.IndexOf('=', StringComparison.Ordinal) > 0) ? null : "Write each field as name=value, separated by commas or &.";
        }

        try
        {
            using var _ = JsonDocument.Parse(FillJson(template, name => $"a \"{name}\"\r\n\\"));
            return null;
        }
        catch (JsonException e)
        {
            return string.Create(CultureInfo.InvariantCulture, $"With its placeholders filled in this is no JSON: see line {e.LineNumber + 1}.");
        }
    }

    private static string ValueOf(string name, Func<string, string> value) => Empty.Contains(name) ? "" : value(name);

    private static string FillJson(string template, Func<string, string> value)
    {
        var filled = new StringBuilder(template.Length * 2);
        var (isText, at) = (false, 0);
        while (at < template.Length)
        {
            if (template[at] == '{' && Placeholder().Match(template, at) is { Success: true } match && match.Index == at)
            {
                var text = JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(ValueOf(match.Groups["name"].Value, value));
                _ = isText ? filled.Append(text) : filled.Append('"').Append(text).Append('"');
                at += match.Length;
                continue;
            }

            // What a backslash escapes within a text ends it not
            if (isText && template[at] == '\\' && at + 1 < template.Length)
            {
                filled.Append(template[at++]);
            }
            else if (template[at] == '"')
            {
                isText = !isText;
            }

            filled.Append(template[at++]);
        }

        return filled.ToString();
    }

    private static string FillForm(string template, Func<string, string> value) => string.Join('&', Pieces(template).Select(piece =>
    {
        var parts = piece.Split('=', 2, StringSplitOptions.TrimEntries);
        var text = parts.Length < 2 ? "" : Placeholder().Replace(parts[1], match => ValueOf(match.Groups["name"].Value, value));
        return $"{WebUtility.UrlEncode(parts[0])}={WebUtility.UrlEncode(text)}";
    }));

    private static List<string> Pieces(string template) => NamedPieces.Split(template, Separators, NameCharacters, '=');

    [GeneratedRegex(@"\{\{\s*(?<name>[A-Za-z0-9_.\-]{1,64})\s*\}\}", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Placeholder();
}
