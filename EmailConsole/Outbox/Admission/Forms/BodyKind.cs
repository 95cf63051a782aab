using System.Collections.Frozen;

namespace EmailConsole.Outbox.Admission.Forms;

/// <summary>Whether a body is HTML or plain text: as its media type says, else as it looks.</summary>
internal static class BodyKind
{
    public const string Fault = "Use text/html or text/plain.";

    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> Blocks = FrozenSet.ToFrozenSet(
    [
        "address", "article", "aside", "blockquote", "body", "center", "dd", "details", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form",
        "h1", "h2", "h3", "h4", "h5", "h6", "head", "header", "html", "li", "main", "nav", "ol", "p", "pre", "section", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "ul",
    ],
    StringComparer.OrdinalIgnoreCase).GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="contentType">A media type; its parameters say nothing here, because a form is UTF-8.</param>
    /// <returns>Null: neither HTML nor plain text.</returns>
    public static bool? IsHtml(ReadOnlySpan<char> contentType)
    {
        var end = contentType.IndexOf(';');
        var type = (end < 0 ? contentType : contentType[..end]).Trim();
        return type.Equals("text/html", StringComparison.OrdinalIgnoreCase) ? true
            : type.Equals("text/plain", StringComparison.OrdinalIgnoreCase) ? false
            : null;
    }

    /// <summary>Whether it begins as a document of HTML does, or a block of HTML ends somewhere in it.</summary>
    public static bool LooksLikeHtml(ReadOnlySpan<char> body)
    {
        var start = body.TrimStart().TrimStart('\uFEFF').TrimStart();
        return start.StartsWith("<!doctype html", StringComparison.OrdinalIgnoreCase)
            || (start.StartsWith("<html", StringComparison.OrdinalIgnoreCase) && (start.Length == 5 || !char.IsAsciiLetterOrDigit(start[5])))
            || EndsABlock(start);
    }

    private static bool EndsABlock(ReadOnlySpan<char> body)
    {
        while (body.IndexOf("</", StringComparison.Ordinal) is >= 0 and var at)
        {
            body = body[(at + 2)..];
            var length = 0;
            while (length < body.Length && char.IsAsciiLetterOrDigit(body[length]))
            {
                length++;
            }

            if (Blocks.Contains(body[..length]) && body[length..].TrimStart() is ['>', ..])
            {
                return true;
            }

            body = body[length..];
        }

        return false;
    }
}
