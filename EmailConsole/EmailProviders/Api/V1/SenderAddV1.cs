using System.Text.Json.Serialization;
using EmailConsole.EmailProviders.Api.Json;
using EmailConsole.EmailProviders.Api.Mapping;

namespace EmailConsole.EmailProviders.Api.V1;

/// <summary>The body of POST in version 1.</summary>
internal sealed class SenderAddV1 : SenderUpdateV1
{
    /// <summary>Absent or empty: <c>EmailPublisher</c>, the only one there is.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Name { get; init; }

    public override SenderRequest ToRequest() => base.ToRequest() with { Name = Name };
}
