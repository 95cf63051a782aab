using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.Rest.Server;

/// <summary>
/// Reads the JSON body of a request to one of WSO2's APIs. Endpoints do not leave that to routing, which would answer 415
/// to somebody who is not signed in.
/// </summary>
public static class ServerBody
{
    /// <returns>The body, or why there is none: never both, never neither.</returns>
    public static async Task<(TBody? Body, IResult? Refusal)> ReadAsync<TBody>(HttpRequest request, JsonSerializerOptions options)
        where TBody : class
    {
        if (!IsJson(request.ContentType))
        {
            return (null, TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType));
        }

        try
        {
            var body = await JsonSerializer.DeserializeAsync<TBody>(request.Body, options, request.HttpContext.RequestAborted);
            return body is null ? (null, ServerError.Unreadable) : (body, null);
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
