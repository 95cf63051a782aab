using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace EmailConsole.Rest.Reference;

/// <summary>What types are called in the OpenAPI document.</summary>
internal static class ReferenceNames
{
    private const string Body = "Body";

    /// <returns>Null for what is described where it stands.</returns>
    public static string? Of(JsonTypeInfo type) =>
        OpenApiOptions.CreateDefaultSchemaReferenceId(type) is { } name ? Of(name) : null;

    public static string Of(Type type) => Of(type.Name);

    private static string Of(string name) => name.EndsWith(Body, StringComparison.Ordinal) ? name[..^Body.Length] : name;
}
