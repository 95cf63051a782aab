using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmailConsole.EmailProviders.Api.Json;

/// <summary>How bodies are read and written: names as they are, unknown members refused, null members left out.</summary>
internal static class SenderJson
{
    public static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowDuplicateProperties = true,
        MaxDepth = 16,
        // Bodies are JSON and never part of a page
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
}
