using System.Net.Http.Headers;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Outbox.Api;
using EmailConsole.Tests.Rest.Reference;

namespace EmailConsole.Tests.Rest;

/// <summary>A byte order mark before a body (RFC 8259 section 8.1) makes no difference anywhere.</summary>
public sealed class ByteOrderMarkTests(SendConsole console) : IClassFixture<SendConsole>
{
    private const string Domain = "marked.example";

    private static readonly byte[] Mark = [0xEF, 0xBB, 0xBF];

    [Fact]
    public async Task Body_OfEveryOperation_MayBeginWithAMark()
    {
        var document = await ReferenceOperation.ReadDocumentAsync(console, Domain, ActorRole.Administrator);
        using var owner = console.CreateRestClient(await console.AddTenantAsync(Domain));
        using var super = console.CreateRestClient(await console.AddSuperAdministratorAsync());
        var operations = ReferenceOperation.AllOf(document).Where(o => o.RequestContent is not null).ToList();
        Assert.True(operations.Count >= 8, "The operations with a body are not found.");
        await Assert.AllAsync(operations, async operation =>
        {
            var path = operation.PathWith(_ => Guid.Empty.ToString()).Replace("t/foo.com/", $"t/{Domain}/", StringComparison.Ordinal);
            var client = path.StartsWith($"t/{TenantDomain.Super}/", StringComparison.Ordinal) ? super : owner;

            // Nothing is changed by these: the objects lack what is required
            var plain = await SendAsync(client, operation, path, "{}"u8.ToArray());
            var marked = await SendAsync(client, operation, path, [.. Mark, .. "{}"u8]);
            var twice = await SendAsync(client, operation, path, [.. Mark, .. Mark, .. "{}"u8]);

            Assert.Equal(plain, marked);
            Assert.NotEqual(plain, twice);
        });
    }

    private static async Task<string> SendAsync(HttpClient client, ReferenceOperation operation, string path, byte[] body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(operation.Method.ToUpperInvariant()), path)
        {
            Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
        };
        using var response = await client.SendAsync(request);
        var members = from member in (await response.ReadJsonAsync()).EnumerateObject() where member.Name != "traceId" select member.ToString();
        return $"{operation} {(int)response.StatusCode} {string.Join(", ", members)}";
    }
}
