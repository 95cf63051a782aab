using System.Reflection;
using System.Text.Json;
using Json.Schema;

namespace EmailConsole.Tests.Accounts.TenantManagement.Api.Schemas;

/// <summary>What an answer of the Tenants API must look like.</summary>
internal static class TenantSchemas
{
    private static readonly JsonSchema Tenant = Load("tenant");
    private static readonly JsonSchema Tenants = Load("tenants");
    private static readonly JsonSchema Error = Load("error");

    public static void AssertMatches(HttpResponseMessage response, JsonElement body)
    {
        if (!response.IsSuccessStatusCode)
        {
            AssertMatches(Error, body);
        }
        else if (body.TryGetProperty("tenants", out var all))
        {
            AssertMatches(Tenants, body);
            Assert.All(all.EnumerateArray(), one => AssertMatches(Tenant, one));
        }
        else
        {
            AssertMatches(Tenant, body);
        }
    }

    private static void AssertMatches(JsonSchema schema, JsonElement body) =>
        Assert.True(schema.Evaluate(body).IsValid, $"Not as the schema has it: {body}");

    private static JsonSchema Load(string name)
    {
        using var stream = Assembly.GetExecutingAssembly()
            .GetManifestResourceStream($"EmailConsole.Tests.Accounts.TenantManagement.Api.Schemas.{name}.json")!;
        using var reader = new StreamReader(stream);
        return JsonSchema.FromText(reader.ReadToEnd());
    }
}
