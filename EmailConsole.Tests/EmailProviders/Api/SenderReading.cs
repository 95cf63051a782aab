using System.Text.Json;
using System.Text.Json.Nodes;

namespace EmailConsole.Tests.EmailProviders.Api;

/// <summary>Looks into answers and changes bodies.</summary>
internal static class SenderReading
{
    /// <returns>Null where there is no such property.</returns>
    public static string? Property(this JsonElement sender, string key) => sender.GetProperty("properties").EnumerateArray()
        .Where(p => p.GetProperty("key").GetString() == key)
        .Select(p => p.GetProperty("value").GetString())
        .SingleOrDefault();

    public static string? Text(this JsonElement element, string member) =>
        element.TryGetProperty(member, out var value) ? value.ToString() : null;

    public static JsonObject Without(this JsonObject body, string member)
    {
        body.Remove(member);
        return body;
    }

    public static JsonObject With(this JsonObject body, string member, JsonNode? value)
    {
        body[member] = value;
        return body;
    }

    public static JsonObject WithProperty(this JsonObject body, string key, JsonNode? value)
    {
        var properties = body["properties"]!.AsArray();
        foreach (var old in properties.Where(p => p?["key"]?.GetValue<string>() == key).ToList())
        {
            properties.Remove(old);
        }

        properties.Add(new JsonObject { ["key"] = key, ["value"] = value });
        return body;
    }

    public static JsonObject WithoutProperty(this JsonObject body, string key)
    {
        body.WithProperty(key, "");
        var properties = body["properties"]!.AsArray();
        properties.RemoveAt(properties.Count - 1);
        return body;
    }
}
