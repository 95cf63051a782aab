using System.Net;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Rest;

public sealed class RestAuthenticationTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Fact]
    public async Task Get_PasswordOfAnAdministrator_AnswersWhoItIs()
    {
        using var client = console.CreateRestClient(await console.AddTenantAsync("basic.example"));

        using var response = await client.GetAsync("t/basic.example/api/v1/caller");

        var body = await response.ReadJsonAsync();
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal("admin@basic.example", body.GetProperty("username").GetString());
        Assert.Equal("basic.example", body.GetProperty("tenant").GetString());
        Assert.Equal("administrator", body.GetProperty("role").GetString());
        Assert.Equal(["send", "view", "manage"], body.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()!));
    }

    [Fact]
    public async Task Get_PasswordOfAnOperator_MayView()
    {
        await console.AddTenantAsync("operator.example");
        using var client = console.CreateRestClient(await console.AddPersonAsync("operator.example", "olga", ActorRole.Operator));

        using var response = await client.GetAsync("t/operator.example/api/v1/caller");

        var body = await response.ReadJsonAsync();
        Assert.Equal(["view"], body.GetProperty("scopes").EnumerateArray().Select(scope => scope.GetString()!));
    }

    [Fact]
    public async Task Get_UsernameWithoutDomain_IsOfTheSuperTenant()
    {
        var admin = await console.AddSuperAdministratorAsync();
        using var client = console.CreateRestClient(admin with { Username = "admin" });

        using var response = await client.GetAsync("t/carbon.super/api/v1/caller");

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("Basic")]
    [InlineData("Basic !!!")]
    [InlineData("Basic bm9jb2xvbg==")]
    [InlineData("Basic /////w==")]
    [InlineData("Bearer nothing")]
    [InlineData("Digest username=x")]
    public async Task Get_NoUsableCredential_IsRefusedWithTheChallenges(string? header)
    {
        await console.AddTenantAsync("none.example");
        using var client = console.CreateBareClient();
        using var request = new HttpRequestMessage(HttpMethod.Get, "t/none.example/api/v1/caller");
        if (header is not null)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        using var response = await client.SendAsync(request);

        var body = await response.ReadJsonAsync();
        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(["Basic", "Bearer"], response.Headers.WwwAuthenticate.Select(challenge => challenge.Scheme));
        Assert.Equal("Unauthorized", body.GetProperty("title").GetString());
        Assert.Equal(401, body.GetProperty("status").GetInt32());
        Assert.Matches("^[0-9a-f]{32}$", body.GetProperty("traceId").GetString()!);
    }

    [Fact]
    public async Task Get_CookieOfASignedInAdministrator_IsRefused()
    {
        var person = await console.AddTenantAsync("cookie.example");
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(person);

        using var response = await client.GetAsync("t/cookie.example/api/v1/caller");

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    [Fact]
    public async Task Get_PageWithAPassword_AsksToSignIn()
    {
        using var client = console.CreateRestClient(await console.AddTenantAsync("page.example"));

        using var response = await client.GetAsync("t/page.example/people");

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.StartsWith("/sign-in", response.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ForeignAndUnknownTenant_AreRefusedAlike()
    {
        await console.AddTenantAsync("foreign.example");
        using var client = console.CreateRestClient(await console.AddTenantAsync("own.example"));

        var foreign = await RefusalAsync(client, "foreign.example");
        var unknown = await RefusalAsync(client, "unknown.example");

        Assert.Equal(unknown, foreign);
        Assert.Contains("401", foreign, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OtherTenantAsSuperTenantAdministrator_IsRefused()
    {
        await console.AddTenantAsync("managed.example");
        using var client = console.CreateRestClient(await console.AddSuperAdministratorAsync());

        Assert.Equal(await RefusalAsync(client, "unknown.example"), await RefusalAsync(client, "managed.example"));
    }

    [Fact]
    public async Task Get_WrongPassword_IsRefusedAsAnUnknownUserIs()
    {
        var person = await console.AddTenantAsync("wrong.example");
        using var wrong = console.CreateRestClient(person with { Password = "something else 12" });
        using var unknown = console.CreateRestClient(person with { Username = "nobody@wrong.example" });

        Assert.Equal(await RefusalAsync(unknown, "wrong.example"), await RefusalAsync(wrong, "wrong.example"));
    }

    [Fact]
    public async Task Get_WrongPasswordUntilLocked_AnswersWhenToTryAgainButToWhoWasRightBefore()
    {
        var person = await console.AddTenantAsync("locked.example");
        using var good = console.CreateRestClient(person);
        using var remembered = await good.GetAsync("t/locked.example/api/v1/caller");
        using var client = console.CreateRestClient(person with { Password = "something else 12" });
        for (var i = 0; i < 5; i++)
        {
            using var refused = await client.GetAsync("t/locked.example/api/v1/caller");
        }

        using var wrong = await client.GetAsync("t/locked.example/api/v1/caller");
        using var right = await good.GetAsync("t/locked.example/api/v1/caller");

        Assert.Equal(HttpStatusCode.OK, remembered.StatusCode);
        Assert.Equal(HttpStatusCode.TooManyRequests, wrong.StatusCode);
        Assert.InRange(wrong.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(5));
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
    }

    [Fact]
    public async Task Get_TwoAuthorizationHeaders_IsRefused()
    {
        var person = await console.AddTenantAsync("two.example");
        using var client = console.CreateRestClient(person);
        using var request = new HttpRequestMessage(HttpMethod.Get, "t/two.example/api/v1/caller");
        request.Headers.TryAddWithoutValidation("Authorization", [client.DefaultRequestHeaders.Authorization!.ToString(), "Bearer x"]);

        using var response = await client.SendAsync(request);

        Assert.Equal(HttpStatusCode.Unauthorized, response.StatusCode);
    }

    /// <summary>Status, headers and body, less what differs with every request.</summary>
    private static async Task<string> RefusalAsync(HttpClient client, string domain)
    {
        using var response = await client.GetAsync($"t/{domain}/api/v1/caller");
        var body = await response.ReadJsonAsync();
        var fields = body.EnumerateObject().Where(field => field.Name != "traceId").Select(field => field.ToString());
        var headers = response.Headers.Where(header => header.Key != "Date").Select(header => $"{header.Key}: {string.Join('|', header.Value)}");
        return string.Join('\n', [$"{(int)response.StatusCode}", .. headers, .. fields]);
    }
}
