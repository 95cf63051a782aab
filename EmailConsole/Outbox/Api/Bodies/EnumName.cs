using System.Text.Json;
using System.Text.Json.Serialization;

namespace EmailConsole.Outbox.Api.Bodies;

/// <summary>Writes a closed list as names, such as <c>queued</c>.</summary>
internal sealed class EnumName<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.CamelCase, allowIntegerValues: false)
    where T : struct, Enum;
