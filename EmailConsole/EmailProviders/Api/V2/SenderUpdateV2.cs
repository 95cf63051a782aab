using System.Text.Json;
using System.Text.Json.Serialization;
using EmailConsole.EmailProviders.Api.Json;
using EmailConsole.EmailProviders.Api.Mapping;
using EmailConsole.EmailProviders.Kinds;

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

    /// <summary>
    /// <c>SMTP</c>, also where it is absent; <c>HTTP</c>; or, beyond WSO2, the name of another kind, such as <c>sendgrid</c>, whose fields and secrets
    /// are properties.
    /// </summary>
    [JsonConverter(typeof(ProviderKind))]
    public string? Provider { get; init; }

    /// <summary>Of <c>HTTP</c>: an https address, to which each message is sent.</summary>
    [JsonPropertyName("providerURL")]
    [JsonConverter(typeof(LenientText))]
    public string? ProviderUrl { get; init; }

    /// <summary><c>BASIC</c>, <c>CLIENT_CREDENTIAL</c> or <c>NONE</c>; of <c>HTTP</c> also <c>PASSWORD_CREDENTIAL</c>, <c>BEARER</c> or <c>API_KEY</c>. In any case.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? AuthType { get; init; }

    /// <summary>
    /// Credentials by <c>authType</c> (<c>userName</c>, <c>password</c>; <c>clientId</c>, <c>clientSecret</c>, <c>tokenEndpoint</c>, <c>scopes</c>;
    /// <c>accessToken</c>; <c>apiKeyHeader</c>, <c>apiKeyValue</c>), and everything else, such as <c>mail.smtp.starttls.enable</c>, or of <c>HTTP</c> <c>body</c>,
    /// <c>contentType</c>, <c>http.client.method</c> and <c>http.headers</c>. A secret that is left out, or asterisks alone, stays as it is stored, where it may.
    /// </summary>
    public IReadOnlyList<SenderProperty?>? Properties { get; init; }

    public IEnumerable<string> MissingMembers() => [];

    public virtual SenderRequest ToRequest()
    {
        var kind = ProviderKinds.FindByApiName(Provider);
        var (kept, secrets) = SenderProperties.Sort(Properties, dropsBlank: true, kind);
        var sender = new WrittenSender
        {
            FromAddress = SenderHeaders.Clean(kind is not null && string.IsNullOrWhiteSpace(FromAddress) ? null : FromAddress),
            AuthType = AuthType,
            Properties = kept,
        };
        return new SenderRequest(
            SenderVersion.V2,
            Name: null,
            kind is null
                ? sender with { Host = string.IsNullOrWhiteSpace(SmtpServerHost) ? null : SmtpServerHost, Port = SmtpPort }
                : sender with { Provider = Provider, ProviderUrl = string.IsNullOrWhiteSpace(ProviderUrl) ? null : ProviderUrl },
            secrets);
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

/// <summary>An enumeration in WSO2: another text is a body in the wrong format, also <c>http</c> for <c>HTTP</c>.</summary>
internal sealed class ProviderKind : JsonConverter<string?>
{
    public override string? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && reader.GetString() is { } provider && SenderKind.Names.Contains(provider, StringComparer.Ordinal)
            ? provider
            : throw new JsonException("SMTP, HTTP or the name of another kind is asked for.");

    public override void Write(Utf8JsonWriter writer, string? value, JsonSerializerOptions options) => writer.WriteStringValue(value);
}
