using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmailConsole.EmailProviders;

/// <summary>
/// Reads properties as they were written, byte for byte: the serializer's own dictionary compares keys by the rules of a language,
/// which take some for the same (<c>x</c> and <c>x</c> with a soft hyphen) and sort others elsewhere.
/// </summary>
internal sealed class OrdinalProperties : JsonConverter<ImmutableSortedDictionary<string, string>>
{
    public override ImmutableSortedDictionary<string, string> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        (JsonSerializer.Deserialize<Dictionary<string, string>>(ref reader, options) ?? []).ToImmutableSortedDictionary(StringComparer.Ordinal);

    public override void Write(Utf8JsonWriter writer, ImmutableSortedDictionary<string, string> value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        foreach (var (key, text) in value)
        {
            writer.WriteString(key, text);
        }

        writer.WriteEndObject();
    }
}
