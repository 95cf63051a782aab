using System.Net;
using System.Net.Http.Json;
using System.Text;
using EmailConsole.Tenants;
using EmailConsole.Tests.Accounts.ApiKeys.Api;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Accounts.TenantManagement.Api;

public sealed class TenantsApiTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Theory]
    [InlineData("api/server/v1/tenants", "plain.example")]
    [InlineData("t/carbon.super/api/server/v1/tenants", "named.example")]
    public async Task Post_OwnerWithPassword_AddsATenantWhoseOwnerCanCall(string path, string domain)
    {
        using var client = await console.CreateSuperClientAsync();

        using var response = await client.PostAsJsonAsync(path, TenantsClient.NewTenant(domain));

        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        var location = response.Headers.Location!;
        var found = await client.GetJsonAsync(location.ToString());
        Assert.StartsWith($"{console.Url}{path}/", location.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(found.GetProperty("id").GetString()!, location.ToString(), StringComparison.Ordinal);
        Assert.Equal(domain, found.GetProperty("domain").GetString());
        Assert.Equal(domain, found.GetProperty("name").GetString());
        Assert.Equal("kim", found.GetProperty("owners")[0].GetProperty("username").GetString());
        Assert.True(found.GetProperty("lifecycleStatus").GetProperty("activated").GetBoolean());
        Assert.EndsWith("Z", found.GetProperty("createdDate").GetString()!, StringComparison.Ordinal);
        using var owner = console.CreateRestClient(new ConsolePerson($"kim@{domain}", TenantsClient.OwnerPassword));
        using var caller = await owner.GetAsync($"t/{domain}/api/v1/caller");
        Assert.Equal(HttpStatusCode.OK, caller.StatusCode);
    }

    [Fact]
    public async Task Post_OwnerToInviteAndNoProvider_SaysWhyAndGivesTheLinkToHandOver()
    {
        using var client = await console.CreateSuperClientAsync();

        using var response = await client.PostAsJsonAsync(TenantsClient.Path, new
        {
            domain = "invited.example",
            owners = new[] { new { username = "kim", email = "kim@invited.example", provisioningMethod = "invite-via-email" } },
        });

        var warning = (await response.ReadJsonAsync()).GetProperty("warning").GetString()!;
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Contains("no email provider", warning, StringComparison.Ordinal);
        using var visitor = console.CreateBareClient();
        using var page = await visitor.GetAsync(new Uri(warning[warning.IndexOf(console.Url.ToString(), StringComparison.Ordinal)..]));
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("""{"owners":[{"username":"kim"}]}""", "TM-60013")]
    [InlineData("""{"domain":"a.example"}""", "TM-60012")]
    [InlineData("""{"domain":"a.example","owners":[]}""", "TM-60012")]
    [InlineData("""{"domain":"a.example","owners":[null]}""", "TM-60012")]
    [InlineData("""{"domain":"a.example","owners":[{"email":"kim@a.example","provisioningMethod":"invite-via-email"}]}""", "TM-60013")]
    [InlineData("""{"domain":"a.example","owners":[{"username":"kim","provisioningMethod":"invite-via-email"}]}""", "TM-60013")]
    [InlineData("""{"domain":"a.example","owners":[{"username":"kim","email":"kim@a.example","provisioningMethod":"inline-password"}]}""", "TM-60013")]
    [InlineData("""{"domain":"a.example","owners":[{"username":"kim","email":"kim@a.example","provisioningMethod":"fax"}]}""", "UE-10000")]
    [InlineData("""{"domain":"a.example","owners":[{"username":"kim","email":"kim@a.example","password":"kim123","provisioningMethod":"inline-password"}]}""", "UE-10000")]
    [InlineData("""{"domain":"a.example","owners":[{"username":"kim","email":"x\r\ny","provisioningMethod":"invite-via-email"}]}""", "UE-10000")]
    [InlineData("""{"domain":"no domain","owners":[{"username":"kim","email":"kim@a.example","provisioningMethod":"invite-via-email"}]}""", "TM-60007")]
    [InlineData("""{"domain":"a.example","owners":[{"username":"kim"}],"more":1}""", "UE-10000")]
    [InlineData("""{"domain":5,"owners":[]}""", "UE-10000")]
    [InlineData("""{"domain":""", "UE-10000")]
    [InlineData("", "UE-10000")]
    public async Task Post_SomethingWrong_AnswersTheCodeAndAddsNothing(string json, string code)
    {
        using var client = await console.CreateSuperClientAsync();
        using var body = new StringContent(json, Encoding.UTF8, "application/json");

        using var response = await client.PostAsync(TenantsClient.Path, body);

        var error = await response.ReadJsonAsync();
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(code, error.GetProperty("code").GetString());
        Assert.Matches("^[0-9a-f]{32}$", error.GetProperty("traceId").GetString()!);
        Assert.Equal(0, (await client.GetJsonAsync($"{TenantsClient.Path}?filter=domainName+eq+a.example")).GetProperty("totalResults").GetInt32());
    }

    [Fact]
    public async Task Post_DomainTaken_IsAConflict()
    {
        using var client = await console.CreateSuperClientAsync();
        await client.AddAsync("taken.example");

        using var response = await client.PostAsJsonAsync(TenantsClient.Path, TenantsClient.NewTenant("TAKEN.example"));

        Assert.Equal(HttpStatusCode.Conflict, response.StatusCode);
        Assert.Equal("TM-60009", (await response.ReadJsonAsync()).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Get_List_PagesFiltersAndSorts()
    {
        using var client = await console.CreateSuperClientAsync();
        foreach (var domain in new[] { "list-b.example", "list-a.example", "list-c.example" })
        {
            await client.AddAsync(domain);
        }

        var page = await client.GetJsonAsync($"{TenantsClient.Path}?filter=domainName+sw+list-&sortBy=domainName&sortOrder=desc&limit=2");
        var next = page.GetProperty("links").EnumerateArray().Single();
        var last = await client.GetJsonAsync(next.GetProperty("href").GetString()!);

        Assert.Equal(3, page.GetProperty("totalResults").GetInt32());
        Assert.Equal(1, page.GetProperty("startIndex").GetInt32());
        Assert.Equal(["list-c.example", "list-b.example"], page.GetProperty("tenants").EnumerateArray().Select(t => t.GetProperty("domain").GetString()!));
        Assert.Equal("next", next.GetProperty("rel").GetString());
        Assert.Equal(3, last.GetProperty("startIndex").GetInt32());
        Assert.Equal(["list-a.example"], last.GetProperty("tenants").EnumerateArray().Select(t => t.GetProperty("domain").GetString()!));
        Assert.Equal("previous", last.GetProperty("links").EnumerateArray().Single().GetProperty("rel").GetString());
    }

    [Theory]
    [InlineData("limit=-1", "TM-60010")]
    [InlineData("offset=-1", "TM-60011")]
    [InlineData("limit=x", "UE-10000")]
    [InlineData("sortBy=owner", "UE-10000")]
    [InlineData("sortOrder=up", "UE-10000")]
    [InlineData("filter=domainName+like+x", "UE-10000")]
    public async Task Get_ListOfAnUnknownKind_AnswersTheCode(string query, string code)
    {
        using var client = await console.CreateSuperClientAsync();

        Assert.Equal(code, (await client.GetJsonAsync($"{TenantsClient.Path}?{query}")).GetProperty("code").GetString());
    }

    [Fact]
    public async Task Get_ByDomain_FindsOrSaysNotFound()
    {
        using var client = await console.CreateSuperClientAsync();
        var id = await client.AddAsync("lookup.example");

        Assert.Equal(id, (await client.GetJsonAsync($"{TenantsClient.Path}/domain/Lookup.example")).GetProperty("id").GetGuid());
        Assert.Equal("TM-60015", (await client.GetJsonAsync($"{TenantsClient.Path}/domain/nowhere.example")).GetProperty("code").GetString());
        Assert.Equal("TM-60014", (await client.GetJsonAsync($"{TenantsClient.Path}/{Guid.NewGuid()}")).GetProperty("code").GetString());
        Assert.Equal("TM-60014", (await client.GetJsonAsync($"{TenantsClient.Path}/nothing")).GetProperty("code").GetString());
        Assert.Equal(HttpStatusCode.OK, await HeadAsync(client, "lookup.example"));
        Assert.Equal(HttpStatusCode.NotFound, await HeadAsync(client, "nowhere.example"));
    }

    [Fact]
    public async Task Put_LifecycleStatus_RefusesTheTenantUntilItIsActiveAgain()
    {
        using var client = await console.CreateSuperClientAsync();
        var id = await client.AddAsync("sleep.example");
        using var owner = console.CreateRestClient(new ConsolePerson("kim@sleep.example", TenantsClient.OwnerPassword));

        using var off = await client.PutAsJsonAsync($"{TenantsClient.Path}/{id}/lifecycle-status", new { activated = false });
        using var asleep = await owner.GetAsync("t/sleep.example/api/v1/caller");
        var status = (await client.GetJsonAsync($"{TenantsClient.Path}/{id}")).GetProperty("lifecycleStatus").GetProperty("activated").GetBoolean();
        using var on = await client.PutAsJsonAsync($"{TenantsClient.Path}/{id}/lifecycle-status", new { activated = true });
        using var awake = await owner.GetAsync("t/sleep.example/api/v1/caller");

        Assert.Equal(HttpStatusCode.OK, off.StatusCode);
        Assert.EndsWith($"/{TenantsClient.Path}/{id}", off.Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Unauthorized, asleep.StatusCode);
        Assert.False(status);
        Assert.Equal(HttpStatusCode.OK, awake.StatusCode);
    }

    [Fact]
    public async Task Delete_Metadata_RemovesTheTenantWithItsKeysAndPeople()
    {
        using var client = await console.CreateSuperClientAsync();
        var id = await client.AddAsync("gone.example");
        using var owner = console.CreateRestClient(new ConsolePerson("kim@gone.example", TenantsClient.OwnerPassword));
        var (_, key) = await owner.CreateKeyAsync("gone.example", "send");
        using var caller = console.CreateKeyClient(key);

        using var response = await client.DeleteAsync($"{TenantsClient.Path}/{id}/metadata");

        using var refused = await caller.GetAsync("t/gone.example/api/v1/caller");
        using var again = await client.DeleteAsync($"{TenantsClient.Path}/{id}/metadata");
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
        await client.AddAsync("gone.example");
        using var stillRefused = await caller.GetAsync("t/gone.example/api/v1/caller");
        Assert.Equal(HttpStatusCode.Unauthorized, stillRefused.StatusCode);
    }

    [Fact]
    public async Task Change_SuperTenant_IsRefused()
    {
        using var client = await console.CreateSuperClientAsync();

        using var off = await client.PutAsJsonAsync($"{TenantsClient.Path}/{TenantDomain.SuperTenantId}/lifecycle-status", new { activated = false });
        using var delete = await client.DeleteAsync($"{TenantsClient.Path}/{TenantDomain.SuperTenantId}/metadata");

        Assert.Equal(HttpStatusCode.BadRequest, off.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, delete.StatusCode);
    }

    [Theory]
    [InlineData("GET", "")]
    [InlineData("POST", "")]
    [InlineData("GET", "/{0}")]
    [InlineData("GET", "/domain/victim.example")]
    [InlineData("HEAD", "/domain/victim.example")]
    [InlineData("PUT", "/{0}/lifecycle-status")]
    [InlineData("DELETE", "/{0}/metadata")]
    public async Task Any_ByOthersThanSuperAdministrators_IsRefused(string method, string path)
    {
        using var client = await console.CreateSuperClientAsync();
        using var found = await client.GetAsync($"{TenantsClient.Path}/domain/victim.example");
        var id = found.IsSuccessStatusCode ? (await found.ReadJsonAsync()).GetProperty("id").GetGuid() : await client.AddAsync("victim.example");
        var stranger = await console.AddTenantAsync("stranger.example");
        await console.AddSuperAdministratorAsync();
        var olga = await console.AddPersonAsync(TenantDomain.Super, "olga", ActorRole.Operator);

        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(stranger, "t/stranger.example/"));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(stranger, ""));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync(olga, ""));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(null, ""));
        Assert.True((await client.GetJsonAsync($"{TenantsClient.Path}/{id}")).GetProperty("lifecycleStatus").GetProperty("activated").GetBoolean());

        async Task<HttpStatusCode> StatusAsync(ConsolePerson? who, string tenant)
        {
            using var caller = who is null ? console.CreateBareClient() : console.CreateRestClient(who);
            var address = tenant + TenantsClient.Path + string.Format(System.Globalization.CultureInfo.InvariantCulture, path, id);
            using var request = new HttpRequestMessage(new HttpMethod(method), address);
            request.Content = method switch
            {
                "POST" => JsonContent.Create(TenantsClient.NewTenant("sneaked.example")),
                "PUT" => JsonContent.Create(new { activated = false }),
                _ => null,
            };
            using var response = await caller.SendAsync(request);
            return response.StatusCode;
        }
    }

    private static async Task<HttpStatusCode> HeadAsync(HttpClient client, string domain)
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, $"{TenantsClient.Path}/domain/{domain}");
        using var response = await client.SendAsync(request);
        return response.StatusCode;
    }
}
