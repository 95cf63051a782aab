using System.Text.Json;
using System.Text.Json.Serialization;
using EmailConsole.EmailProviders.Api.Json;
using EmailConsole.EmailProviders.Api.Mapping;

namespace EmailConsole.EmailProviders.Api.V2;

/// <summary>The body of PUT in version 2.</summary>
internal class SenderUpdateV2 : ISenderBody
{
    /// <inheritdoc cref="V1.SenderUpdateV1.FromAddress"/>
    [JsonConverter(typeof(LenientText))]
    public string? FromAddress { get; init; }

    /// <inheritdoc cref="V1.SenderUpdateV1.SmtpServerHost"/>
    [JsonConverter(typeof(LenientText))]
    public string? SmtpServerHost { get; init; }

    /// <inheritdoc cref="V1.SenderUpdateV1.SmtpPort"/>
    [JsonConverter(typeof(LenientNumber))]
    public int? SmtpPort { get; init; }

    /// <summary><c>SMTP</c>, the only one supported, or absent.</summary>
    [JsonConverter(typeof(ProviderKind))]
    public string? Provider { get; init; }

    /// <summary>Of HTTP providers, which are not supported.</summary>
    [JsonPropertyName("providerURL")]
    [JsonConverter(typeof(LenientText))]
    public string? ProviderUrl { get; init; }

    /// <summary><c>BASIC</c>, <c>CLIENT_CREDENTIAL</c> or <c>NONE</c>, in any case.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? AuthType { get; init; }

    /// <summary>
    /// Credentials by <c>authType</c> (<c>userName</c>, <c>password</c>; <c>clientId</c>, <c>clientSecret</c>, <c>tokenEndpoint</c>, <c>scopes</c>), and
    /// everything else, such as <c>mail.smtp.starttls.enable</c>. A secret that is left out, or asterisks alone, stays as it is stored, where it may.
    /// </summary>
    public IReadOnlyList<SenderProperty?>? Properties { get; init; }

    public IEnumerable<string> MissingMembers() => [];

    public virtual SenderRequest ToRequest()
    {
        var (kept, password, clientSecret) = SenderProperties.Sort(
            (Properties ?? []).Select(p => KeyValuePair.Create(p?.Key, p?.Value)), dropsBlank: true);
        var sender = new WrittenSender
        {
            FromAddress = SenderHeaders.Clean(FromAddress),
            Host = string.IsNullOrWhiteSpace(SmtpServerHost) ? null : SmtpServerHost,
            Port = SmtpPort,
            AuthType = AuthType,
            Properties = kept,
        };
        return new SenderRequest(
            SenderVersion.V2, Name: null, Provider, sender, SentSecret.ToInput(password), SentSecret.ToInput(clientSecret));
    }
}

/// <summary>The body of POST in version 2.</summary>
internal class SenderAddV2 : SenderUpdateV2
{
    /// <inheritdoc cref="V1.SenderAddV1.Name"/>
    [JsonConverter(typeof(LenientText))]
    public string? Name { get; init; }

    public override SenderRequest ToRequest() => base.ToRequest() with { Name = Name };
}

/// <summary>
/// The body of PATCH: a JSON merge patch (RFC 7396). What is left out stays, null removes. Of <c>properties</c> each entry is merged
/// by its key, and a <c>value</c> of null removes it.
/// </summary>
internal sealed class SenderPatchV2 : SenderAddV2;

/// <summary>An enumeration in WSO2: another text than its two is a body in the wrong format.</summary>
internal sealed class ProviderKind : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is "SMTP" or "HTTP"
            ? reader.GetString()
            : throw new JsonException("SMTP or HTTP is asked for.");

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
