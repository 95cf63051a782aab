using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmailConsole.EmailProviders.Api.V2;

/// <summary>An enumeration in WSO2: another text than its two is a body in the wrong format.</summary>
internal sealed class ProviderKind : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is "SMTP" or "HTTP"
            ? reader.GetString()
            : throw new JsonException("SMTP or HTTP is asked for.");

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
