using System.Reflection;
using System.Text.Json;
using Json.Schema;

namespace EmailConsole.Tests.EmailProviders.Api.Schemas;

/// <summary>What an answer must look like, by the address that was asked and its status.</summary>
internal static class SenderSchemas
{
    private static readonly JsonSchema V1 = Load("sender-v1");
    private static readonly JsonSchema V2 = Load("sender-v2");
    private static readonly JsonSchema Error = Load("error");

    public static void AssertMatches(HttpResponseMessage response, JsonElement body)
    {
        if (!response.IsSuccessStatusCode)
        {
            AssertMatches(Error, body);
            return;
        }

        var sender = response.RequestMessage!.RequestUri!.AbsolutePath.Contains("/server/v1/", StringComparison.Ordinal) ? V1 : V2;
        foreach (var one in body.ValueKind == JsonValueKind.Array ? body.EnumerateArray().ToArray() : [body])
        {
            AssertMatches(sender, one);
        }
    }

    private static void AssertMatches(JsonSchema schema, JsonElement body) =>
        Assert.True(schema.Evaluate(body).IsValid, $"Not as the schema has it: {body}");

    private static JsonSchema Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"EmailConsole.Tests.EmailProviders.Api.Schemas.{name}.json")!;
        using var reader = new StreamReader(stream);
        return JsonSchema.FromText(reader.ReadToEnd());
    }
}
