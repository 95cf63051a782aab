using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmailConsole.Tenants;
using EmailConsole.Tests.Accounts.TenantManagement.Api.Contract;
using EmailConsole.Tests.Accounts.TenantManagement.Api.Schemas;
using EmailConsole.Tests.Application;
using EmailConsole.Tests.Rest.Server;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Accounts.TenantManagement.Api.Fuzz;

public sealed class TenantFuzzTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    private const int Rounds = 150;

    private static readonly string[] Names =
        ["domain", "name", "owners", "username", "email", "password", "provisioningMethod", "firstname", "additionalClaims", "activated", "other", ""];

    private static readonly string[] Texts =
    [
        "foo.example", "FOO.example", "ä.example", "xn--4ca.example", "a..b", "-a.example", "carbon.super", "kim", "kim@foo.example", "kim@other.example", "ADMIN", "@",
        "a@", "inline-password", "invite-via-email", "harbour lantern mosaic 7", "short", "domainName sw f", "domainName eq \"x\"", "asc", "domainName",
    ];

    [Fact]
    public async Task Write_MutatedBodies_NeverFailAndStoreWhatTheListShows()
    {
        using var client = await console.CreateSuperClientAsync();
        var bodies = new TreeMutation(4711, Names, Texts);
        var good = JsonNode.Parse(TenantRequests.NewTenant)!.AsObject();
        var added = 0;
        for (var i = 0; i < Rounds; i++)
        {
            good["domain"] = $"fuzz{i}.example";
            added += await SendAsync(client, HttpMethod.Post, TenantsClient.Path, bodies.Next(good)) == 201 ? 1 : 0;
        }

        Assert.InRange(added, 1, Rounds);
        await AssertShownAsync(client);
    }

    [Fact]
    public async Task Change_MutatedBodiesAndAddresses_NeverFail()
    {
        using var client = await console.CreateSuperClientAsync();
        var id = await client.AddAsync("changed.example");
        var bodies = new TreeMutation(4712, Names, Texts);
        for (var i = 0; i < Rounds; i++)
        {
            var body = bodies.Next(new JsonObject { ["activated"] = true });
            await SendAsync(client, HttpMethod.Put, $"{TenantsClient.Path}/{id}/lifecycle-status", body);
            var text = Uri.EscapeDataString(bodies.NextText());
            await SendAsync(client, HttpMethod.Put, $"{TenantsClient.Path}/{text}/lifecycle-status", body);
            await SendAsync(client, HttpMethod.Delete, $"{TenantsClient.Path}/{text}/metadata", body);
            await SendAsync(client, HttpMethod.Get, $"{TenantsClient.Path}/{text}");
            await SendAsync(client, HttpMethod.Get, $"{TenantsClient.Path}/domain/{text}");
            await SendAsync(client, HttpMethod.Head, $"{TenantsClient.Path}/domain/{text}");
            await SendAsync(
                client, HttpMethod.Get, $"{TenantsClient.Path}?limit={Uri.EscapeDataString(bodies.NextText())}&offset={i}&sortBy={text}&sortOrder=asc&filter={text}");
            await SendAsync(client, HttpMethod.Get, $"{TenantsClient.Path}?filter=domainName+co+{text}");
        }

        await AssertShownAsync(client);
    }

    private async Task<int> SendAsync(HttpClient client, HttpMethod method, string path, byte[]? body = null)
    {
        using var request = new HttpRequestMessage(method, path);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        }

        using var response = await client.SendAsync(request);
        var answer = await response.Content.ReadAsByteArrayAsync();
        Assert.True(
            (int)response.StatusCode < 500,
            $"{(int)response.StatusCode} for {method} {path} {Encoding.UTF8.GetString(body ?? [])}\n{console.Log.LastOrDefault(line => line.StartsWith("Error", StringComparison.Ordinal))}");
        if (answer.Length > 0)
        {
            using var json = JsonDocument.Parse(answer);
            TenantSchemas.AssertMatches(response, json.RootElement);
        }

        return (int)response.StatusCode;
    }

    /// <summary>Each tenant has its domain in the normal form, an owner who belongs to it, and is found by both.</summary>
    private async Task AssertShownAsync(HttpClient client)
    {
        await using var db = await console.OpenDbAsync();
        foreach (var domain in await db.Set<Tenant>().Where(t => t.Domain != TenantDomain.Super).Select(t => t.Domain).ToListAsync())
        {
            Assert.True(TenantDomain.TryParse(domain, out var normal, out _), domain);
            Assert.Equal(normal, domain);
            var shown = await client.GetJsonAsync($"{TenantsClient.Path}/domain/{domain}");
            Assert.Equal(domain, shown.GetProperty("domain").GetString());
            Assert.Single(shown.GetProperty("owners").EnumerateArray());
        }

        Assert.DoesNotContain(console.Log, line => line.StartsWith("Error EmailConsole.Rest", StringComparison.Ordinal));
    }
}
