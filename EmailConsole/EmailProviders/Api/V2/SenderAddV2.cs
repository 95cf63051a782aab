using System.Text.Json.Serialization;
using EmailConsole.EmailProviders.Api.Json;
using EmailConsole.EmailProviders.Api.Mapping;

namespace EmailConsole.EmailProviders.Api.V2;

/// <summary>The body of POST in version 2.</summary>
internal class SenderAddV2 : SenderUpdateV2
{
    /// <inheritdoc cref="V1.SenderAddV1.Name"/>
    [JsonConverter(typeof(LenientText))]
    public string? Name { get; init; }

    public override SenderRequest ToRequest() => base.ToRequest() with { Name = Name };
}
