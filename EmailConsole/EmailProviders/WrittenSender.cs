using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmailConsole.EmailProviders;

/// <summary>
/// An email sender as a script wrote it through the REST API, without its secrets. Kept beside the settings, so that the
/// script reads its own words again, and with the properties that EmailConsole has no use for.
/// </summary>
public sealed record WrittenSender
{
    public static readonly WrittenSender Empty = new();

    /// <summary>Version 2 only: <c>HTTP</c>, or what the API calls another kind; null: SMTP.</summary>
    public string? Provider { get; init; }

    /// <summary>Of <c>HTTP</c>.</summary>
    public string? ProviderUrl { get; init; }

    /// <summary>May hold a name: <c>Example &lt;no-reply@example.com&gt;</c>.</summary>
    public string? FromAddress { get; init; }

    public string? Host { get; init; }

    public int? Port { get; init; }

    /// <summary>Version 2 only, in the case it was sent.</summary>
    public string? AuthType { get; init; }

    /// <summary>By key, such as <c>mail.smtp.starttls.enable</c>; version 1's field <c>userName</c> is among them.</summary>
    [JsonConverter(typeof(OrdinalProperties))]
    public ImmutableSortedDictionary<string, string> Properties { get; init; } =
        ImmutableSortedDictionary.Create<string, string>(StringComparer.Ordinal);

    public string? this[string key] => Properties.GetValueOrDefault(key);

    public WrittenSender With(string key, string? value) =>
        this with { Properties = value is null ? Properties.Remove(key) : Properties.SetItem(key, value) };

    public WrittenSender Without(IEnumerable<string> keys) => this with { Properties = Properties.RemoveRange(keys) };

    public bool Equals(WrittenSender? other) => other is not null
        && (Provider, ProviderUrl, FromAddress, Host, Port, AuthType)
            == (other.Provider, other.ProviderUrl, other.FromAddress, other.Host, other.Port, other.AuthType)
        && Properties.SequenceEqual(other.Properties);

    public override int GetHashCode() => HashCode.Combine(Provider, ProviderUrl, FromAddress, Host, Port, AuthType, Properties.Count);
}

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
