using System.Text.Json;
using System.Text.Json.Nodes;
using Json.Schema;

namespace EmailConsole.Tests.Rest.Reference;

/// <summary>The schemas of the OpenAPI document, which are JSON schemas with their definitions in another place.</summary>
internal sealed class ReferenceSchema(JsonElement document)
{
    private readonly string _definitions = document.GetProperty("components").GetProperty("schemas").GetRawText();

    /// <returns>What is wrong with a body; null: nothing.</returns>
    public string? FindFault(JsonElement content, JsonElement body)
    {
        var schema = JsonNode.Parse(InPlace(content.GetProperty("schema").GetRawText()))!.AsObject();
        schema["$defs"] = JsonNode.Parse(InPlace(_definitions));
        var result = JsonSchema.FromText(schema.ToJsonString()).Evaluate(body, new EvaluationOptions { OutputFormat = OutputFormat.List });
        return result.IsValid
            ? null
            : $"{body} is not as documented: {string.Join("; ", result.Details!.Where(d => d.Errors is not null).Select(d => $"{d.InstanceLocation} {string.Join(", ", d.Errors!.Values)}"))}";
    }

    private static string InPlace(string json) => json.Replace("#/components/schemas/", "#/$defs/", StringComparison.Ordinal);
}
