using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmailConsole.EmailProviders.Api.Json;

/// <summary>Takes a text for a number as well, as WSO2 does: <c>"smtpPort": "587"</c>. A blank text is none.</summary>
internal sealed class LenientNumber : JsonConverter<int?>
{
    public override int? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.Null:
                return null;
            case JsonTokenType.Number when reader.TryGetInt32(out var number):
                return number;
            case JsonTokenType.Number when reader.TryGetDouble(out var number) && number is > int.MinValue and < int.MaxValue:
                return (int)number;
            case JsonTokenType.String when string.IsNullOrWhiteSpace(reader.GetString()):
                return null;
            case JsonTokenType.String
                when int.TryParse(reader.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var number):
                return number;
            default:
                throw new JsonException("A number is asked for.");
        }
    }

    public override void Write(Utf8JsonWriter writer, int? value, JsonSerializerOptions options)
    {
        if (value is { } number)
        {
            writer.WriteNumberValue(number);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
