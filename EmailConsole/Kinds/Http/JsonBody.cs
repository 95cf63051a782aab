using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmailConsole.Kinds.Http;

/// <summary>Bodies in JSON, the same bytes for the same message.</summary>
internal static class JsonBody
{
    public const string ContentType = "application/json; charset=utf-8";

    // No page reads these bytes, so what HTML would need escaped stays as it is
    private static readonly JsonSerializerOptions Options = new()
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>An object of those members that are not null.</summary>
    public static Dictionary<string, object?> Object(params IEnumerable<(string Name, object? Value)> members)
    {
        var made = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (name, value) in members)
        {
            if (value is not null)
            {
                made[name] = value;
            }
        }

        return made;
    }

    public static ApiRequest Request(Uri address, Dictionary<string, object?> body, params (string Name, string Value)[] headers) => new(
        address, JsonSerializer.SerializeToUtf8Bytes(Object(body.Select(m => (m.Key, m.Value))), Options), ContentType)
    { Headers = headers };
}
