using System.Net;
using System.Text;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Accounts.ApiKeys.Api;

public sealed class ApiKeysApiTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Fact]
    public async Task Post_ByAnAdministrator_GivesTheKeyThisOnce()
    {
        using var client = console.CreateRestClient(await console.AddTenantAsync("create.example"));

        using var response = await client.PostKeyAsync(
            "create.example", new { name = "otp", scopes = new[] { "send" }, expiresAt = "2031-01-31T12:00:00+01:00" });

        var created = await response.ReadJsonAsync();
        Assert.Equal(HttpStatusCode.Created, response.StatusCode);
        Assert.Equal("no-store", response.Headers.CacheControl!.ToString());
        Assert.Equal($"/t/create.example/api/v1/api-keys/{created.GetProperty("id").GetString()}", response.Headers.Location!.ToString());
        Assert.Matches("^ec_[0-9A-Za-z]{8}_[0-9A-Za-z]{43}$", created.GetProperty("key").GetString()!);
        Assert.Equal(new DateTimeOffset(2031, 1, 31, 11, 0, 0, TimeSpan.Zero), created.GetProperty("expiresAt").GetDateTimeOffset());

        using var found = await client.GetAsync(response.Headers.Location);
        var row = await found.ReadJsonAsync();
        Assert.False(row.TryGetProperty("key", out _));
        Assert.Equal("otp", row.GetProperty("name").GetString());
    }

    [Fact]
    public async Task Get_List_SaysWhenAKeyWasUsedAndNeverTheKey()
    {
        using var client = console.CreateRestClient(await console.AddTenantAsync("list.example"));
        var (id, key) = await client.CreateKeyAsync("list.example", "view");
        await client.CreateKeyAsync("list.example", "send");
        using var caller = console.CreateKeyClient(key);
        using var used = await caller.GetAsync("t/list.example/api/v1/caller");

        using var response = await client.GetAsync("t/list.example/api/v1/api-keys");

        var rows = (await response.ReadJsonAsync()).GetProperty("apiKeys").EnumerateArray().ToList();
        Assert.Equal(2, rows.Count);
        Assert.Equal(id, rows[1].GetProperty("id").GetGuid());
        Assert.NotNull(rows[1].GetProperty("lastUsedAt").GetString());
        Assert.Null(rows[0].GetProperty("lastUsedAt").GetString());
        Assert.DoesNotContain(key, await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Delete_Key_IsRefusedFromNowOn()
    {
        using var client = console.CreateRestClient(await console.AddTenantAsync("revoke.example"));
        var (id, key) = await client.CreateKeyAsync("revoke.example", "send");
        using var caller = console.CreateKeyClient(key);
        using var before = await caller.GetAsync("t/revoke.example/api/v1/caller");

        using var response = await client.DeleteAsync($"t/revoke.example/api/v1/api-keys/{id}");

        using var after = await caller.GetAsync("t/revoke.example/api/v1/caller");
        using var again = await client.DeleteAsync($"t/revoke.example/api/v1/api-keys/{id}");
        Assert.Equal(HttpStatusCode.OK, before.StatusCode);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, after.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, again.StatusCode);
    }

    [Fact]
    public async Task Any_ByAnOperator_IsForbidden()
    {
        await console.AddTenantAsync("operator.example");
        using var client = console.CreateRestClient(await console.AddPersonAsync("operator.example", "olga", ActorRole.Operator));

        using var create = await client.PostKeyAsync("operator.example", new { name = "x", scopes = new[] { "send" } });
        using var list = await client.GetAsync("t/operator.example/api/v1/api-keys");

        Assert.Equal(HttpStatusCode.Forbidden, create.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, list.StatusCode);
    }

    [Fact]
    public async Task Any_ByAKey_IsForbidden()
    {
        using var client = console.CreateRestClient(await console.AddTenantAsync("selfmade.example"));
        var (id, key) = await client.CreateKeyAsync("selfmade.example", "send", "view");
        using var caller = console.CreateKeyClient(key);

        using var create = await caller.PostKeyAsync("selfmade.example", new { name = "x", scopes = new[] { "send" } });
        using var list = await caller.GetAsync("t/selfmade.example/api/v1/api-keys");
        using var revoke = await caller.DeleteAsync($"t/selfmade.example/api/v1/api-keys/{id}");

        Assert.Equal(HttpStatusCode.Forbidden, create.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, list.StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, revoke.StatusCode);
    }

    [Fact]
    public async Task Any_OfAnotherTenant_IsAnsweredLikeAnUnknownOne()
    {
        using var owner = console.CreateRestClient(await console.AddTenantAsync("mine.example"));
        var (id, _) = await owner.CreateKeyAsync("mine.example", "send");
        using var stranger = console.CreateRestClient(await console.AddTenantAsync("theirs.example"));

        using var foreign = await stranger.GetAsync("t/mine.example/api/v1/api-keys");
        using var unknown = await stranger.GetAsync("t/nowhere.example/api/v1/api-keys");
        using var moved = await stranger.DeleteAsync($"t/theirs.example/api/v1/api-keys/{id}");

        Assert.Equal(HttpStatusCode.Unauthorized, foreign.StatusCode);
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, moved.StatusCode);
    }

    [Theory]
    [InlineData("""{"scopes":["send"]}""", "name")]
    [InlineData("""{"name":" ","scopes":["send"]}""", "name")]
    [InlineData("""{"name":"a\nb","scopes":["send"]}""", "name")]
    [InlineData("""{"name":5,"scopes":["send"]}""", "name")]
    [InlineData("""{"name":"x"}""", "scopes")]
    [InlineData("""{"name":"x","scopes":[]}""", "scopes")]
    [InlineData("""{"name":"x","scopes":"send"}""", "scopes")]
    [InlineData("""{"name":"x","scopes":["send","admin"]}""", "scopes[1]")]
    [InlineData("""{"name":"x","scopes":[null]}""", "scopes[0]")]
    [InlineData("""{"name":"x","scopes":["send"],"expiresAt":"2001-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"name":"x","scopes":["send"],"expiresAt":"2999-01-01T00:00:00Z"}""", "expiresAt")]
    [InlineData("""{"name":"x","scopes":["send"],"expiresAt":"2031-01-01T00:00:00"}""", "expiresAt")]
    [InlineData("""{"name":"x","scopes":["send"],"expiresAt":"9999-12-31T23:59:59-14:00"}""", "expiresAt")]
    [InlineData("""{"name":"x","scopes":["send"],"tenant":"other.example"}""", "tenant")]
    public async Task Post_SomethingWrong_NamesTheField(string json, string field)
    {
        using var client = console.CreateRestClient(await console.AddTenantAsync("fields.example"));
        using var body = new StringContent(json, Encoding.UTF8, "application/json");

        using var response = await client.PostAsync("t/fields.example/api/v1/api-keys", body);

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Equal(field, Assert.Single((await response.ReadJsonAsync()).GetProperty("errors").EnumerateObject()).Name);
    }
}
