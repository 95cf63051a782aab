using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Api;

namespace EmailConsole.Tests.Rest.Reference;

/// <summary>What the reference shows works as it stands: whoever pastes it gets what it promises.</summary>
public sealed class ReferenceExamplesTests(SendConsole console) : IClassFixture<SendConsole>
{
    /// <summary>The tenant of the examples.</summary>
    private const string Domain = "foo.com";

    private static readonly string[] Order = ["post", "get", "head", "put", "patch", "delete"];

    [Fact]
    public async Task Examples_SentAsTheyStand_AreAnsweredAsDocumented()
    {
        var document = await ReferenceOperation.ReadDocumentAsync(console, Domain, ActorRole.Administrator);
        using var owner = console.CreateRestClient(await console.AddTenantAsync(Domain));
        using var super = console.CreateRestClient(await console.AddSuperAdministratorAsync());
        var schema = new ReferenceSchema(document);
        var created = new Dictionary<string, string>(StringComparer.Ordinal);

        // What is being handed over at that moment cannot be cancelled
        var waiting = await new SendClient(owner, Domain).SendAsync(
            $$"""{"to":["a@b.example"],"subject":"x","text":"y","sendAt":"{{TimeProvider.System.GetUtcNow().AddHours(1):O}}"}""");
        var faults = new List<string>();
        foreach (var operation in ReferenceOperation.AllOf(document).OrderBy(ApiOf, StringComparer.Ordinal).ThenBy(StepOf))
        {
            var path = operation.PathWith(_ => operation.IsChangeOfOne ? waiting.ToString() : created[ApiOf(operation)]);
            using var response = await SendAsync(ClientOf(path), operation, path, operation.RequestExamples.FirstOrDefault());

            var text = await response.Content.ReadAsStringAsync();
            if (operation.Successes.Select(s => ((int Status, JsonElement? Content)?)s).FirstOrDefault(s => s!.Value.Status == (int)response.StatusCode) is not { } success)
            {
                // Whether there is something to try depends on the moment, and on whose the provider is
                if ((int)response.StatusCode != 409 || operation.Name is not ("RetryEmail" or "RetryEmails" or "TryProviderNow"))
                {
                    faults.Add($"{operation}: {(int)response.StatusCode} {text}");
                }
            }
            else if (success.Content is { } content)
            {
                var body = await response.ReadJsonAsync();
                faults.AddRange(Prefixed(operation, schema.FindFault(content, body)));
                Remember(created, operation, body);
            }
            else if (text.Length > 0)
            {
                faults.Add($"{operation}: a body, {text}, where none is documented");
            }
        }

        Assert.True(faults.Count == 0, string.Join("\n", faults));

        HttpClient ClientOf(string path) => path.StartsWith($"t/{TenantDomain.Super}/", StringComparison.Ordinal) ? super : owner;
    }

    [Fact]
    public async Task Examples_OfOneOperation_AllWork()
    {
        var document = await ReferenceOperation.ReadDocumentAsync(console, "several.example", ActorRole.Administrator);
        using var owner = console.CreateRestClient(await console.AddTenantAsync("several.example"));
        var all = ReferenceOperation.AllOf(document).ToDictionary(o => o.Name, StringComparer.Ordinal);
        var schema = new ReferenceSchema(document);
        List<string> providers = [];
        foreach (var name in new[] { "AddSenderV2", "ReplaceSenderV2" })
        {
            foreach (var example in all[name].RequestExamples)
            {
                using var response = await SendAsync(owner, all[name], PathOf(all[name]), example);

                var body = await response.ReadJsonAsync();
                Assert.True(response.IsSuccessStatusCode, body.ToString());
                Assert.Null(schema.FindFault(all[name].Successes.Single().Content!.Value, body));
                providers.Add(body.GetProperty("provider").GetString()!);
                if (name == "AddSenderV2" && providers.Count == 1)
                {
                    using var deleted = await owner.DeleteAsync(PathOf(all["DeleteSenderV2"]));
                }
            }
        }

        Assert.Equal(["SMTP", "HTTP", "SMTP", "HTTP"], providers);

        static string PathOf(ReferenceOperation operation) => operation.PathWith(name => name).Replace("t/foo.com/", "t/several.example/", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Examples_OfForms_AreAsTheirSchemasHaveThemAndWork()
    {
        var document = await ReferenceOperation.ReadDocumentAsync(console, "forms.example", ActorRole.Administrator);
        using var client = await SendClient.OpenAsync(console, "forms.example");
        var schema = new ReferenceSchema(document);
        var forms = ReferenceOperation.AllOf(document)
            .Where(o => o.Json.TryGetProperty("requestBody", out var body) && body.GetProperty("content").TryGetProperty("application/x-www-form-urlencoded", out _)).ToList();

        Assert.Equal(["SendEmail"], forms.Select(o => o.Name));
        var content = forms.Single().Json.GetProperty("requestBody").GetProperty("content").GetProperty("application/x-www-form-urlencoded");
        var example = content.GetProperty("example");
        Assert.Null(schema.FindFault(content, example));
        using var fields = new FormUrlEncodedContent(example.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value.ToString())));
        using var response = await client.Http.PostAsync(client.Emails, fields);
        Assert.Equal(HttpStatusCode.Accepted, response.StatusCode);
    }

    [Fact]
    public async Task Examples_OfBodies_AreAsTheirSchemasHaveThem()
    {
        var document = await ReferenceOperation.ReadDocumentAsync(console, "schema.example", ActorRole.Operator);
        var schema = new ReferenceSchema(document);

        var examples =
            from operation in ReferenceOperation.AllOf(document)
            from content in operation.Successes.Select(s => s.Content).Append(operation.RequestContent).OfType<JsonElement>()
            from example in ReferenceOperation.ExamplesOf(content)
            select (operation, content, example);

        Assert.NotEmpty(examples);
        Assert.Empty(examples.SelectMany(e => Prefixed(e.operation, schema.FindFault(e.content, e.example))));
    }

    [Fact]
    public async Task Schemas_UnlikeBodies_AreToldApart()
    {
        var document = await ReferenceOperation.ReadDocumentAsync(console, "unlike.example", ActorRole.Operator);
        var schema = new ReferenceSchema(document);
        var add = ReferenceOperation.AllOf(document).Single(o => o.Name == "AddSenderV2").RequestContent!.Value;
        using var wrong = JsonDocument.Parse("""{"fromAddress":"a@b.example","smtpServerHost":"b.example","smtpPort":"587","authType":"NONE","more":1}""");

        Assert.Contains("/smtpPort", schema.FindFault(add, wrong.RootElement), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_WhatIsNotThere_IsNotDescribed()
    {
        var document = await ReferenceOperation.ReadDocumentAsync(console, "without.example", ActorRole.Operator);

        Assert.DoesNotContain(ReferenceOperation.AllOf(document), o => o.Path.Contains("configs", StringComparison.Ordinal));
        Assert.All(ReferenceOperation.AllOf(document), o => Assert.StartsWith("/t/{TenantDomain}/api/", o.Path, StringComparison.Ordinal));
    }

    private static async Task<HttpResponseMessage> SendAsync(HttpClient client, ReferenceOperation operation, string path, JsonElement example)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method.ToUpperInvariant()), path);
        if (operation.RequestContent is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(example.GetRawText()))
            {
                Headers = { ContentType = new MediaTypeHeaderValue("application/json") },
            };
        }

        return await client.SendAsync(request);
    }

    private static void Remember(Dictionary<string, string> created, ReferenceOperation operation, JsonElement body)
    {
        if (operation.Method == "post" && body.TryGetProperty("id", out var id))
        {
            created.TryAdd(ApiOf(operation), id.GetString()!);
        }
    }

    /// <summary>The part of the path that the operations on one kind of thing share.</summary>
    private static string ApiOf(ReferenceOperation operation)
    {
        var parts = operation.Path.Split('/');
        var version = Array.FindIndex(parts, part => part is "v1" or "v2");
        return string.Join('/', parts.Take(version + 2));
    }

    // Add before read, change and delete; what happens to one thing after reading it
    private static int StepOf(ReferenceOperation operation) =>
        (Array.IndexOf(Order, operation.Method) * 2) + (operation.IsChangeOfOne ? 7 : 0);

    private static IEnumerable<string> Prefixed(ReferenceOperation operation, string? fault) => fault is null ? [] : [$"{operation}: {fault}"];
}
