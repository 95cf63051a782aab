using System.Text;
using System.Text.Json;

namespace EmailConsole.Kinds.Http;

/// <summary>What is asked of a provider's API.</summary>
/// <param name="Address">An https address.</param>
/// <param name="Body">The same bytes at every attempt where the API knows a request again by a key.</param>
/// <param name="ContentType">Of the body.</param>
internal sealed record ApiRequest(Uri Address, ReadOnlyMemory<byte> Body, string ContentType)
{
    public HttpMethod Method { get; init; } = HttpMethod.Post;

    /// <summary>Whether it hands over a message; else it asks for something, and nothing can be sent by it.</summary>
    public bool HasMessage => Method != HttpMethod.Get;

    /// <summary>Those besides Content-Type; a later one replaces an earlier one of the same name.</summary>
    public IReadOnlyList<(string Name, string Value)> Headers { get; init; } = [];

    /// <summary>A request that asks for something and changes nothing.</summary>
    public static ApiRequest Get(Uri address, params IReadOnlyList<(string Name, string Value)> headers) =>
        new(address, ReadOnlyMemory<byte>.Empty, "") { Method = HttpMethod.Get, Headers = headers };

    /// <summary>A header with user name and password (RFC 7617).</summary>
    public static (string Name, string Value) Basic(string? user, string? password) =>
        ("Authorization", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{user}:{password}"))}");

    /// <summary>A header with a key or a token (RFC 6750).</summary>
    public static (string Name, string Value) Bearer(string? token) => ("Authorization", $"Bearer {token}");
}

/// <summary>What came back.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Headers">Of answer and body; of several with one name the first.</param>
/// <param name="Body">As far as it is read (<see cref="ApiLimits.MaxAnswer"/>).</param>
/// <param name="IsCut">Whether there was more.</param>
internal sealed record ApiAnswer(int Status, IReadOnlyDictionary<string, string> Headers, string Body, bool IsCut)
{
    private JsonElement? _json;

    public bool IsSuccess => Status is >= 200 and < 300;

    /// <summary>The body, where it is JSON; else undefined.</summary>
    public JsonElement Json => _json ??= Parse(Body);

    public string? Header(string name) => Headers.GetValueOrDefault(name);

    /// <summary>Text or number of a member, however deep, such as <c>Text("error", "message")</c>; null: there is none.</summary>
    public string? Text(params ReadOnlySpan<string> path) => Json.TextAt(path);

    /// <summary>The body on one line, where nothing better is known of it.</summary>
    public string PlainText => string.Join(' ', (Body.Length > ApiLimits.MaxText ? Body[..ApiLimits.MaxText] : Body).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private static JsonElement Parse(string body)
    {
        try
        {
            using var document = JsonDocument.Parse(body, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return default;
        }
    }
}

/// <summary>Reading what others wrote.</summary>
internal static class JsonReading
{
    /// <summary>Text or number of a member, however deep; null: there is none.</summary>
    public static string? TextAt(this JsonElement json, params ReadOnlySpan<string> path)
    {
        foreach (var name in path)
        {
            if (json.ValueKind != JsonValueKind.Object || !json.TryGetProperty(name, out json))
            {
                return null;
            }
        }

        return json.ValueKind switch
        {
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => json.GetRawText(),
            _ => null,
        };
    }

    /// <summary>Yes or no of a member; null: it says neither.</summary>
    public static bool? FlagAt(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var flag) && flag.ValueKind is JsonValueKind.True or JsonValueKind.False ? flag.GetBoolean() : null;

    /// <summary>The members of an array; none where there is no such array.</summary>
    public static IEnumerable<JsonElement> ItemsAt(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var items) && items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray()]
            : [];
}

/// <summary>How much time and room a request gets.</summary>
internal static class ApiLimits
{
    /// <summary>Bytes of an answer that are read.</summary>
    public const int MaxAnswer = 64 * 1024;

    /// <summary>Characters of an answer that texts are made of.</summary>
    public const int MaxText = 4 * 1024;

    private const int Large = 5 * 1024 * 1024;

    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(120);

    /// <summary>For a whole request, from the connection to the last byte of its answer.</summary>
    public static TimeSpan TimeFor(int bytes) => bytes > Large ? Long : Usual;
}
