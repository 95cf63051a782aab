using System.Net;
using System.Text.Json;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Rest.Reference;

public sealed class ReferenceDocumentTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Theory]
    [InlineData("openapi/v1.json")]
    [InlineData("reference")]
    [InlineData("reference/")]
    [InlineData("reference/v1")]
    [InlineData("reference/scalar.js")]
    [InlineData("reference/scalar.aspnetcore.js")]
    public async Task Get_NotSignedIn_LeadsToTheSignIn(string path)
    {
        using var client = console.CreateBareClient();

        using var response = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.StartsWith("/sign-in", response.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_EveryOperation_SaysWhatItIsAndWhatItAsksFor()
    {
        var operations = ReferenceOperation.AllOf(await ReadAsync("operator.example", ActorRole.Operator)).ToList();

        Assert.Contains(operations, o => o.Path == "/t/{TenantDomain}/api/v1/api-keys" && o.Method == "post");
        Assert.All(operations, operation =>
        {
            Assert.True(operation.Json.TryGetProperty("summary", out _), $"{operation}: no summary");
            Assert.True(operation.Json.TryGetProperty("tags", out _), $"{operation}: no tag");
            Assert.True(operation.Json.TryGetProperty("operationId", out _), $"{operation}: no name");
            Assert.True(operation.Json.GetProperty("security").GetArrayLength() > 0, $"{operation}: no credential");
            Assert.All(operation.Json.GetProperty("parameters").EnumerateArray(), parameter =>
                Assert.True(parameter.TryGetProperty("description", out _), $"{operation}: {parameter} is not described"));
            Assert.DoesNotContain('{', operation.PathWith(_ => "id"));
            Assert.True(
                operation.Method is not ("post" or "put") || operation.IsChangeOfOne
                    || (operation.RequestContent is { } body && body.TryGetProperty("schema", out _) && operation.RequestExamples.Any()),
                $"{operation}: no body with an example");
        });
        Assert.Equal(operations.Count, operations.Select(o => o.Name).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task Document_OperationsOfWso2_NameTheirRefusalsAndHeaders()
    {
        var operations = ReferenceOperation.AllOf(await ReadAsync("refusals.example", ActorRole.Operator))
            .Where(o => o.Path.Contains("/api/server/", StringComparison.Ordinal)).ToList();

        Assert.All(operations, operation =>
        {
            var responses = operation.Json.GetProperty("responses");
            Assert.All(["401", "403", "429"], status => AssertRefusal(responses, status, operation));
            if (operation.Method is "post" or "put")
            {
                AssertRefusal(responses, "413", operation);
                Assert.True(responses.TryGetProperty("415", out var unread) && !unread.TryGetProperty("content", out _), $"{operation}: 415");
            }
        });
        foreach (var (name, status, headers) in new[]
        {
            ("GetSender", "200", new[] { "ETag" }), ("ReplaceSender", "200", ["ETag"]), ("AddSender", "201", ["ETag", "Location"]),
            ("AddTenant", "201", ["Location"]), ("SetTenantLifecycleStatus", "200", ["Location"]),
        })
        {
            var found = operations.Where(o => o.Name == name || o.Name == $"{name}V1" || o.Name == $"{name}V2").ToList();
            Assert.NotEmpty(found);
            Assert.All(found, operation => Assert.Equal(
                headers,
                operation.Json.GetProperty("responses").GetProperty(status).GetProperty("headers").EnumerateObject().Select(h => h.Name).Order(StringComparer.Ordinal)));
        }

        static void AssertRefusal(JsonElement responses, string status, ReferenceOperation operation) => Assert.True(
            responses.TryGetProperty(status, out var refusal)
                && refusal.GetProperty("content").GetProperty("application/json").GetProperty("schema").GetProperty("$ref").GetString() == "#/components/schemas/ServerRefusal",
            $"{operation}: {status}");
    }

    [Fact]
    public async Task Document_FieldsOfBodies_AreDescribed()
    {
        var schemas = (await ReadAsync("fields.example", ActorRole.Administrator)).GetProperty("components").GetProperty("schemas");

        var key = schemas.GetProperty("NewApiKey").GetProperty("properties");
        Assert.Equal(["name", "scopes"], schemas.GetProperty("NewApiKey").GetProperty("required").EnumerateArray().Select(name => name.GetString()!));
        Assert.Contains("recognise", key.GetProperty("name").GetProperty("description").GetString()!, StringComparison.Ordinal);
        Assert.True(schemas.TryGetProperty("Problem", out _));
        Assert.Equal("integer", schemas.GetProperty("SenderAddV2").GetProperty("properties").GetProperty("smtpPort").GetProperty("type").GetString());
        Assert.Equal("string", schemas.GetProperty("SenderProperty").GetProperty("properties").GetProperty("value").GetProperty("type").GetString());
        Assert.Contains("authenticate", schemas.GetProperty("DeliveryStage").GetProperty("enum").EnumerateArray().Select(name => name.GetString()));
    }

    /// <summary>The reader's own tenant stands in the examples; another only for who may see it.</summary>
    [Theory]
    [InlineData("", "own-reference.example")]
    [InlineData("?tenant=carbon.super", "own-reference.example")]
    [InlineData("?tenant=%22%3E%3Cscript%3E", "own-reference.example")]
    [InlineData("?tenant=own-reference.example", "own-reference.example")]
    public async Task Document_OfATenant_NamesOnlyWhatTheReaderMaySee(string query, string expected)
    {
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(await console.AddTenantAsync("own-reference.example"));

        AssertNames(await ReadAsync(client, query), expected);
    }

    [Fact]
    public async Task Document_SuperAdministrator_NamesTheTenantAskedFor()
    {
        await console.AddTenantAsync("asked-reference.example");
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(await console.AddSuperAdministratorAsync());

        AssertNames(await ReadAsync(client, "?tenant=asked-reference.example"), "asked-reference.example");
        AssertNames(await ReadAsync(client, ""), TenantDomain.Super);
    }

    private static void AssertNames(JsonElement document, string domain)
    {
        Assert.All(ReferenceOperation.AllOf(document), operation => Assert.StartsWith(
            operation.Path.Contains("/v1/tenants", StringComparison.Ordinal) ? $"t/{TenantDomain.Super}/" : $"t/{domain}/", operation.PathWith(_ => "id"), StringComparison.Ordinal));
        var flow = document.GetProperty("components").GetProperty("securitySchemes").GetProperty("keyToken").GetProperty("flows").GetProperty("clientCredentials");
        Assert.Equal($"/t/{domain}/oauth2/token", flow.GetProperty("tokenUrl").GetString());
    }

    private static async Task<JsonElement> ReadAsync(HttpClient client, string query)
    {
        using var response = await client.GetAsync($"openapi/v1.json{query}");
        return await response.ReadJsonAsync();
    }

    private Task<JsonElement> ReadAsync(string domain, ActorRole role) => ReferenceOperation.ReadDocumentAsync(console, domain, role);
}
