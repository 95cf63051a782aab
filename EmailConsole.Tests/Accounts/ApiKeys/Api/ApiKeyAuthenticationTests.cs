using System.Net;
using EmailConsole.Accounts.ApiKeys;
using EmailConsole.Accounts.TenantManagement;
using EmailConsole.Rest;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;
using Microsoft.EntityFrameworkCore;

namespace EmailConsole.Tests.Accounts.ApiKeys.Api;

public sealed class ApiKeyAuthenticationTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Fact]
    public async Task Get_KeyOfTheTenant_AnswersWhatItIsFor()
    {
        using var client = console.CreateRestClient(await console.AddTenantAsync("known.example"));
        var (_, key) = await client.CreateKeyAsync("known.example", "send");
        using var caller = console.CreateKeyClient(key);

        using var response = await caller.GetAsync("t/known.example/api/v1/caller");

        var body = await response.ReadJsonAsync();
        Assert.Equal("known.example", body.GetProperty("tenant").GetString());
        Assert.Equal("test", body.GetProperty("apiKey").GetString());
        Assert.Equal(["send"], body.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()!));
    }

    [Fact]
    public async Task Get_KeyOfAnotherTenant_IsAnsweredLikeAnUnknownTenant()
    {
        using var client = console.CreateRestClient(await console.AddTenantAsync("holder.example"));
        await console.AddTenantAsync("victim.example");
        var (_, key) = await client.CreateKeyAsync("holder.example", "send", "view");
        using var caller = console.CreateKeyClient(key);

        foreach (var domain in new[] { "victim.example", "unknown.example", TenantDomain.Super })
        {
            using var response = await caller.GetAsync($"t/{domain}/api/v1/caller");
            Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        }
    }

    [Fact]
    public async Task Get_ExpiredKey_IsRefused()
    {
        await console.AddTenantAsync("expired.example");
        var key = await AddKeyAsync("expired.example", TimeProvider.System.GetUtcNow().AddSeconds(-1));
        using var caller = console.CreateKeyClient(key);

        using var response = await caller.GetAsync("t/expired.example/api/v1/caller");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Get_TenantDeactivated_RefusesItsKeysUntilItIsActiveAgain()
    {
        using var client = console.CreateRestClient(await console.AddTenantAsync("asleep.example"));
        var (_, key) = await client.CreateKeyAsync("asleep.example", "send");
        using var caller = console.CreateKeyClient(key);
        var super = await console.OpenSessionAsync(await console.AddSuperAdministratorAsync());
        await using var db = await console.OpenDbAsync();
        var id = (await db.Set<Tenant>().SingleAsync(t => t.Domain == "asleep.example")).Id;

        await console.Service<SetTenantActive>().HandleAsync(super, id, isActive: false, default);
        using var asleep = await caller.GetAsync("t/asleep.example/api/v1/caller");
        await console.Service<SetTenantActive>().HandleAsync(super, id, isActive: true, default);
        using var awake = await caller.GetAsync("t/asleep.example/api/v1/caller");

        Assert.Equal(HttpStatusCode.Unauthorized, asleep.StatusCode);
        Assert.Equal(HttpStatusCode.OK, awake.StatusCode);
    }

    [Theory]
    [InlineData("{0}", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer {0}x", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer {0} {0}", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer {0}, Bearer {0}", HttpStatusCode.Unauthorized)]
    [InlineData("Basic {0}", HttpStatusCode.Unauthorized)]
    [InlineData("ApiKey {0}", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer {1}", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ec_%00%00", HttpStatusCode.Unauthorized)]
    [InlineData("Bearer ec_' OR 1=1 --", HttpStatusCode.Unauthorized)]
    [InlineData("bearer {0}", HttpStatusCode.OK)]
    [InlineData("Bearer   {0}", HttpStatusCode.OK)]
    public async Task Get_HeaderOfAnyForm_IsTakenOnlyWhereItIsTheKey(string form, HttpStatusCode expected)
    {
        await console.AddTenantAsync("hostile.example");
        var key = await AddKeyAsync("hostile.example", null);
        var header = string.Format(System.Globalization.CultureInfo.InvariantCulture, form, key, new string('a', 8000));
        using var client = console.CreateBareClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "t/hostile.example/api/v1/caller");
        request.Headers.TryAddWithoutValidation("Authorization", header);

        using var response = await client.SendAsync(request);

        Assert.Equal(expected, response.StatusCode);
        Assert.DoesNotContain(console.Log, line => line.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Get_KeyInTheUrl_IsNoCredential()
    {
        await console.AddTenantAsync("url.example");
        var key = await AddKeyAsync("url.example", null);
        using var client = console.CreateBareClient();

        using var response = await client.GetAsync($"t/url.example/api/v1/caller?access_token={key}");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Get_PageWithAKey_AsksToSignIn()
    {
        await console.AddTenantAsync("page.example");
        using var client = console.CreateKeyClient(await AddKeyAsync("page.example", null));

        using var response = await client.GetAsync("t/page.example/people");

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
    }

    private async Task<string> AddKeyAsync(string domain, DateTimeOffset? expiresAt)
    {
        var text = ApiKeyText.Generate();
        await using var db = await console.OpenDbAsync();
        db.Add(new ApiKey
        {
            TenantId = (await db.Set<Tenant>().SingleAsync(t => t.Domain == domain)).Id,
            Name = "test",
            Prefix = text[..ApiKeyText.PrefixLength],
            Hash = ApiKeyText.Hash(text),
            Scopes = RestScopes.Send,
            CreatedBy = "admin",
            ExpiresAt = expiresAt,
        });
        await db.SaveChangesAsync();
        return text;
    }
}
