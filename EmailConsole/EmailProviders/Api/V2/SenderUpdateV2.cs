using System.Text.Json.Serialization;
using EmailConsole.EmailProviders.Api.Json;
using EmailConsole.EmailProviders.Api.Mapping;

namespace EmailConsole.EmailProviders.Api.V2;

/// <summary>The body of PUT in version 2.</summary>
internal class SenderUpdateV2 : ISenderBody
{
    [JsonConverter(typeof(LenientText))]
    public string? FromAddress { get; init; }

    [JsonConverter(typeof(LenientText))]
    public string? SmtpServerHost { get; init; }

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

    public IReadOnlyList<SenderProperty?>? Properties { get; init; }

    public IEnumerable<string> MissingMembers() => [];

    public virtual SenderRequest ToRequest()
    {
        var (kept, password, clientSecret) = SenderProperties.Sort(
            (Properties ?? []).Select(p => KeyValuePair.Create(p?.Key, p?.Value)), dropsBlank: true);
        var sender = new WrittenSender
        {
            FromAddress = FromAddress,
            Host = SmtpServerHost,
            Port = SmtpPort,
            AuthType = AuthType,
            Properties = kept,
        };
        return new SenderRequest(SenderVersion.V2, Name: null, Provider, sender, password, clientSecret);
    }
}
