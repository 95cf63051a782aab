using System.Text.Json;
using EmailConsole.EmailProviders.Api.Json;
using EmailConsole.Rest.Server;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.EmailProviders.Api.Operations;

/// <summary>Reads the body of a POST or PUT.</summary>
internal static class SenderBody
{
    /// <returns>The body, or why there is none: never both, never neither.</returns>
    public static async Task<(TBody? Body, IResult? Refusal)> ReadAsync<TBody>(HttpRequest request)
        where TBody : class, ISenderBody
    {
        if (!IsJson(request.ContentType))
        {
            return (null, TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType));
        }

        try
        {
            var body = await JsonSerializer.DeserializeAsync<TBody>(request.Body, SenderJson.Options, request.HttpContext.RequestAborted);
            var missing = body?.MissingMembers().ToList() ?? [];
            return body is null ? (null, ServerError.Unreadable)
                : missing.Count > 0 ? (null, ServerError.Missing(missing.Distinct(StringComparer.Ordinal)))
                : (body, null);
        }
        catch (JsonException)
        {
            return (null, ServerError.Unreadable);
        }
    }

    // Absent counts as JSON, as for WSO2
    private static bool IsJson(string? contentType) =>
        string.IsNullOrEmpty(contentType)
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && type.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)
            && (type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset == "\"utf-8\""));
}
