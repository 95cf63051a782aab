using System.Net.Mime;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.Rest.Errors;

/// <summary>
/// The <c>charset</c> of a JSON body. JSON is UTF-8 (RFC 8259, section 8.1), and a parameter may be quoted (RFC 9110, section 5.6.6), which
/// readers of bodies stumble over.
/// </summary>
internal static class JsonCharset
{
    private static readonly string[] Utf8 = ["utf-8", "utf8", "us-ascii"];

    /// <summary>Takes the parameter away where it says UTF-8; another makes the body one of a media type that nobody takes, so that it is answered 415.</summary>
    public static void Normalise(HttpRequest request)
    {
        if (request.ContentType is not { } text
            || !text.Contains("charset", StringComparison.OrdinalIgnoreCase)
            || !MediaTypeHeaderValue.TryParse(text, out var type)
            || !IsJson(type))
        {
            return;
        }

        var charset = HeaderUtilities.RemoveQuotes(type.Charset).Value ?? "";
        request.ContentType = charset.Length == 0 || Utf8.Contains(charset, StringComparer.OrdinalIgnoreCase)
            ? type.MediaType.Value
            : MediaTypeNames.Application.Octet;
    }

    private static bool IsJson(MediaTypeHeaderValue type) =>
        type.SubType.Equals("json", StringComparison.OrdinalIgnoreCase) || type.Suffix.Equals("json", StringComparison.OrdinalIgnoreCase);
}
