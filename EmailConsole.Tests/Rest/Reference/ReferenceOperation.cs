using System.Text.Json;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Rest.Reference;

/// <summary>One operation of the OpenAPI document, as a reader of it sees it.</summary>
internal sealed record ReferenceOperation(string Path, string Method, JsonElement Json)
{
    private static readonly string[] Methods = ["get", "post", "put", "patch", "delete", "head"];

    public string Name => Json.GetProperty("operationId").GetString()!;

    /// <summary>Cancel, resend and retry of messages and a try of the provider, which take no body.</summary>
    public bool IsChangeOfOne => Method == "post"
        && (Path.Contains("{id}", StringComparison.Ordinal) || Path.EndsWith("/try-now", StringComparison.Ordinal) || Path.EndsWith("/retry", StringComparison.Ordinal));

    public JsonElement? RequestContent => Json.TryGetProperty("requestBody", out var body) ? body.GetProperty("content").GetProperty("application/json") : null;

    /// <summary>Bodies that work as they stand.</summary>
    public IEnumerable<JsonElement> RequestExamples => RequestContent is { } content ? ExamplesOf(content) : [];

    /// <summary>The documented statuses of success.</summary>
    public IEnumerable<(int Status, JsonElement? Content)> Successes =>
        from response in Json.GetProperty("responses").EnumerateObject()
        let status = int.Parse(response.Name, System.Globalization.CultureInfo.InvariantCulture)
        where status is >= 200 and < 300
        select (status, ContentOf(response.Value));

    public static IEnumerable<JsonElement> ExamplesOf(JsonElement content) =>
        content.TryGetProperty("example", out var example) ? [example]
        : content.TryGetProperty("examples", out var examples) ? examples.EnumerateObject().Select(e => e.Value.GetProperty("value"))
        : [];

    public override string ToString() => $"{Method} {Path}";

    public static async Task<JsonElement> ReadDocumentAsync(ConsoleApplication console, string domain, ActorRole role)
    {
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(await console.AddTenantAsync(domain, role));
        using var response = await client.GetAsync("openapi/v1.json");
        return await response.ReadJsonAsync();
    }

    public static IEnumerable<ReferenceOperation> AllOf(JsonElement document) =>
        from path in document.GetProperty("paths").EnumerateObject()
        from operation in path.Value.EnumerateObject()
        where Methods.Contains(operation.Name)
        select new ReferenceOperation(path.Name, operation.Name, operation.Value);

    /// <summary>The path with the examples of its parameters; <paramref name="ids"/> where there can be no example.</summary>
    public string PathWith(Func<string, string> ids)
    {
        var path = Path.TrimStart('/');
        foreach (var parameter in Json.GetProperty("parameters").EnumerateArray().Where(p => p.GetProperty("in").GetString() == "path"))
        {
            var name = parameter.GetProperty("name").GetString()!;
            path = path.Replace(
                $"{{{name}}}", parameter.TryGetProperty("example", out var example) ? example.GetString()! : ids(name), StringComparison.Ordinal);
        }

        return path;
    }

    private static JsonElement? ContentOf(JsonElement response) =>
        response.TryGetProperty("content", out var content) && content.TryGetProperty("application/json", out var json) ? json : null;
}
