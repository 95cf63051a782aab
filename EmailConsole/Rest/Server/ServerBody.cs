using System.Net.Mime;
using System.Text.Json;
using Microsoft.Net.Http.Headers;

namespace EmailConsole.Rest.Server;

/// <summary>
/// Reads the JSON body of a request to one of WSO2's APIs. Endpoints do not leave that to routing, which would answer 415
/// to somebody who is not signed in.
/// </summary>
public static class ServerBody
{
    /// <param name="request">Its size is limited by the endpoint.</param>
    /// <param name="options">How members are named and read.</param>
    /// <param name="furtherTypes">Media types that are taken besides <c>application/json</c>.</param>
    /// <returns>The body, or why there is none: never both, never neither.</returns>
    public static async Task<(TBody? Body, IResult? Refusal)> ReadAsync<TBody>(
        HttpRequest request, JsonSerializerOptions options, params IReadOnlyList<string> furtherTypes)
        where TBody : class
    {
        var (bytes, refusal) = await ReadBytesAsync(request, furtherTypes);
        return refusal is null ? Read<TBody>(bytes.Span, options) : (null, refusal);
    }

    /// <returns>The body's bytes, without a byte order mark, or why there are none.</returns>
    public static async Task<(ReadOnlyMemory<byte> Bytes, IResult? Refusal)> ReadBytesAsync(HttpRequest request, params IReadOnlyList<string> furtherTypes)
    {
        if (!IsJson(request.ContentType, furtherTypes))
        {
            return (default, TypedResults.StatusCode(StatusCodes.Status415UnsupportedMediaType));
        }

        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body, request.HttpContext.RequestAborted);
        ReadOnlyMemory<byte> bytes = body.ToArray();
        return (bytes.Span.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, null);
    }

    /// <returns>The body, or the answer that names every member that is unknown or of the wrong type.</returns>
    public static (TBody? Body, IResult? Refusal) Read<TBody>(ReadOnlySpan<byte> bytes, JsonSerializerOptions options)
        where TBody : class
    {
        try
        {
            var body = JsonSerializer.Deserialize<TBody>(bytes, options);
            return body is null ? (null, ServerError.Unreadable) : (body, null);
        }
        catch (JsonException e)
        {
            return (null, ServerError.UnreadableAt(ServerBodyFaults.Find<TBody>(bytes, options, e)));
        }
    }

    // Absent counts as JSON, as for WSO2
    private static bool IsJson(string? contentType, IReadOnlyList<string> furtherTypes) =>
        string.IsNullOrEmpty(contentType)
        || (MediaTypeHeaderValue.TryParse(contentType, out var type)
            && furtherTypes.Prepend(MediaTypeNames.Application.Json).Any(taken => type.MediaType.Equals(taken, StringComparison.OrdinalIgnoreCase))
            && (type.Charset.Length == 0 || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase) || type.Charset == "\"utf-8\""));
}
