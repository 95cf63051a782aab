using System.Text.Json.Serialization;
using EmailConsole.EmailProviders.Api.Json;

namespace EmailConsole.EmailProviders.Api;

/// <summary>An entry of <c>properties</c>.</summary>
internal sealed class SenderProperty
{
    /// <summary>Such as <c>mail.smtp.starttls.enable</c>.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Key { get; init; }

    /// <summary>A text; a number or a boolean is taken for one.</summary>
    [JsonConverter(typeof(LenientText))]
    public string? Value { get; init; }

    public static IReadOnlyList<SenderProperty> ListOf(WrittenSender sender) =>
        [.. sender.Properties.Select(p => new SenderProperty { Key = p.Key, Value = p.Value })];
}
