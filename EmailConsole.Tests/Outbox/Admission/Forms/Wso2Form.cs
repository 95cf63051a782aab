using System.Globalization;
using System.Text;

namespace EmailConsole.Tests.Outbox.Admission.Forms;

/// <summary>What WSO2 Identity Server 7.3 makes of a template of type FORM (<c>FormOutputMapper</c> of carbon-analytics-common).</summary>
internal static class Wso2Form
{
    /// <summary>The template of the documentation.</summary>
    public const string Template = "to={{send-to}}, subject={{subject}}, contentType={{content-type}}, body={{body}}, footer={{footer}}";

    private const string Unreserved = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-*_";

    /// <param name="template">Cut at every comma, the parts trimmed and joined by &amp;.</param>
    /// <param name="values">Of the placeholders; one that is missing is empty.</param>
    public static string Fill(string template, IReadOnlyDictionary<string, string> values)
    {
        var parts = template.Trim().Split(',').ToList();

        // As Java's String.split does
        while (parts.Count > 1 && parts[^1].Length == 0)
        {
            parts.RemoveAt(parts.Count - 1);
        }

        var text = string.Join('&', parts.Select(part => part.Trim()));
        var form = new StringBuilder();
        while (text.IndexOf("{{", StringComparison.Ordinal) is >= 0 and var start && text.IndexOf("}}", StringComparison.Ordinal) is > 0 and var end)
        {
            form.Append(text[..start].Trim());
            form.Append(Encode(values.GetValueOrDefault(text[(start + 2)..end].Trim(), "")));
            text = text[(end + 2)..];
        }

        return form.Append(text.Trim()).ToString();
    }

    /// <summary>As Java's <c>URLEncoder</c>.</summary>
    public static string Encode(string value)
    {
        var encoded = new StringBuilder();
        foreach (var b in Encoding.UTF8.GetBytes(value))
        {
            _ = b == ' ' ? encoded.Append('+')
                : Unreserved.Contains((char)b, StringComparison.Ordinal) ? encoded.Append((char)b)
                : encoded.Append(CultureInfo.InvariantCulture, $"%{b:X2}");
        }

        return encoded.ToString();
    }
}
