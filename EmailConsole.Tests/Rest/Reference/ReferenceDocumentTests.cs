using System.Net;
using System.Text;
using System.Text.Json;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Rest.Reference;

public sealed class ReferenceDocumentTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete", "head"];

    [Theory]
    [InlineData("openapi/v1.json")]
    [InlineData("reference")]
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
        var operations = OperationsOf(await ReadAsync("operator.example", ActorRole.Operator)).ToList();

        Assert.Contains(operations, o => o.Path == "/t/{TenantDomain}/api/v1/api-keys" && o.Method == "post");
        Assert.All(operations, operation =>
        {
            var what = $"{operation.Method} {operation.Path}";
            Assert.True(operation.Json.TryGetProperty("summary", out _), $"{what}: no summary");
            Assert.True(operation.Json.TryGetProperty("tags", out _), $"{what}: no tag");
            Assert.True(operation.Json.GetProperty("security").GetArrayLength() > 0, $"{what}: no credential");
        });
    }

    [Fact]
    public async Task Document_FieldsOfBodies_AreDescribed()
    {
        var schemas = (await ReadAsync("fields.example", ActorRole.Administrator)).GetProperty("components").GetProperty("schemas");

        var key = schemas.GetProperty("NewApiKey").GetProperty("properties");
        Assert.Equal(["name", "scopes"], schemas.GetProperty("NewApiKey").GetProperty("required").EnumerateArray().Select(name => name.GetString()!));
        Assert.Contains("recognise", key.GetProperty("name").GetProperty("description").GetString()!, StringComparison.Ordinal);
        Assert.True(schemas.TryGetProperty("Problem", out _));
    }

    [Fact]
    public async Task Document_ExampleOfANewKey_WorksAsItStands()
    {
        var person = await console.AddTenantAsync("example.example");
        var document = await ReadAsync("example.example", ActorRole.Administrator);
        var create = OperationsOf(document).Single(o => o.Path.EndsWith("/api-keys", StringComparison.Ordinal) && o.Method == "post").Json;
        var example = create.GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("example");
        using var client = console.CreateRestClient(person);
        using var body = new StringContent(example.GetRawText(), Encoding.UTF8, "application/json");

        using var response = await client.PostAsync("t/example.example/api/v1/api-keys", body);

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var promised = create.GetProperty("responses").GetProperty("201").GetProperty("content").GetProperty("application/json").GetProperty("example");
        Assert.Equal(
            promised.EnumerateObject().Select(p => p.Name),
            (await response.ReadJsonAsync()).EnumerateObject().Select(p => p.Name));
    }

    private async Task<JsonElement> ReadAsync(string domain, ActorRole role)
    {
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(await console.AddTenantAsync(domain, role));
        using var response = await client.GetAsync("openapi/v1.json");
        return await response.ReadJsonAsync();
    }

    private static IEnumerable<(string Path, string Method, JsonElement Json)> OperationsOf(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where Methods.Contains(operation.Name)
        select (path.Name, operation.Name, operation.Value);
}
