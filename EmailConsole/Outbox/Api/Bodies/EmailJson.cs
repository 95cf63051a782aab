using System.Text.Json.Serialization;

namespace EmailConsole.Outbox.Api.Bodies;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(AcceptedBody))]
[JsonSerializable(typeof(EmailBody))]
[JsonSerializable(typeof(EmailStoryBody))]
[JsonSerializable(typeof(EmailPageBody))]
[JsonSerializable(typeof(BatchBody))]
[JsonSerializable(typeof(RetriedBody))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
internal sealed partial class EmailJson : JsonSerializerContext;
