using System.Text.Json;
using EmailConsole.Rest;

namespace EmailConsole.Outbox.Api;

/// <summary>A request's body as JSON: one value and nothing behind it.</summary>
internal static class RequestJson
{
    /// <summary>What the value as a whole is called in a fault.</summary>
    public const string Root = "$";

    // A batch of messages with attachments takes five
    private static readonly JsonReaderOptions Options = new() { MaxDepth = 16 };

    /// <summary>At the first token.</summary>
    /// <exception cref="JsonException">This is no JSON.</exception>
    public static Utf8JsonReader Open(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(JsonBytes.WithoutMark(body), Options);
        json.Read();
        return json;
    }

    /// <exception cref="JsonException">There is more behind the value.</exception>
    public static void Close(ref Utf8JsonReader json) => json.Read();
}
