using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EmailConsole.Outbox.Admission.Members;

/// <summary>Reads what the caller wants to find again with the message: an object of short texts.</summary>
internal static class MetadataMember
{
    public const int Most = 20;
    public const int LongestName = 64;
    public const int LongestValue = 500;

    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <returns>As it is stored; null: none, or something is wrong.</returns>
    public static string? Read(ref Utf8JsonReader json, string field, EmailFaults faults)
    {
        if (json.TokenType != JsonTokenType.StartObject)
        {
            faults.Add(field, """Use an object of texts, such as {"flow": "password-recovery"}.""");
            json.Skip();
            return null;
        }

        var stored = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(stored, Compact);
        var seen = new SeenMembers(field, faults);
        var count = 0;
        writer.WriteStartObject();
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var name = JsonText.Enter(ref json);
            if (++count <= Most && seen.Add(name) && ReadValue(ref json, name, field, faults) is { } value)
            {
                writer.WriteString(name, value);
            }
            else
            {
                json.Skip();
            }
        }

        writer.WriteEndObject();
        writer.Flush();
        if (count > Most)
        {
            faults.Add(field, $"Use at most {Most} members.");
        }

        return count == 0 ? null : Encoding.UTF8.GetString(stored.WrittenSpan);
    }

    private static string? ReadValue(ref Utf8JsonReader json, string name, string field, EmailFaults faults)
    {
        var path = $"{field}.{name}";
        if (name.Length is 0 or > LongestName)
        {
            faults.Add(path, $"Use a name of 1 to {LongestName} characters.");
            return null;
        }

        var value = TextMember.Read(ref json, path, faults);
        if (value?.Length > LongestValue)
        {
            faults.Add(path, $"Use at most {LongestValue} characters.");
            return null;
        }

        return value;
    }
}
