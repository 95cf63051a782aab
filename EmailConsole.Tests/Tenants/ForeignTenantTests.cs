using System.Net;
using EmailConsole.Tenants;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Tenants;

/// <summary>Whoever belongs to one tenant cannot find out which others there are.</summary>
public sealed class ForeignTenantTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Theory]
    [InlineData("people", ActorRole.Administrator)]
    [InlineData("people", ActorRole.Operator)]
    [InlineData("notification-channels/email-provider", ActorRole.Administrator)]
    [InlineData("notification-channels/email-provider", ActorRole.Operator)]
    [InlineData("no-such-page", ActorRole.Administrator)]
    public async Task Get_ForeignTenant_AnswersExactlyAsAnUnknownOne(string page, ActorRole role)
    {
        await console.AddTenantAsync("there.example");
        await console.AddTenantAsync("own.example");
        var person = await console.AddPersonAsync("own.example", $"foreign-{role}", role);
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(person);

        var foreign = await AnswerAsync(client, $"t/there.example/{page}");
        var unknown = await AnswerAsync(client, $"t/gone0.example/{page}");

        Assert.Equal(HttpStatusCode.NotFound, foreign.Status);
        Assert.Equal(unknown, foreign);
    }

    [Fact]
    public async Task Get_SuperTenantsPages_AnswerAsUnknown()
    {
        var person = await console.AddTenantAsync("own.example");
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(person);

        var super = await AnswerAsync(client, "t/carbon.super/people");
        var unknown = await AnswerAsync(client, "t/carbon.other/people");
        using var tenants = await client.GetAsync(new Uri("tenants", UriKind.Relative));

        Assert.Equal(unknown, super);
        Assert.Equal(HttpStatusCode.NotFound, tenants.StatusCode);
    }

    [Theory]
    [InlineData("t/there.example/people")]
    [InlineData("t/gone0.example/people")]
    public async Task Get_NobodySignedIn_AsksToSignIn(string path)
    {
        await console.AddTenantAsync("there.example");
        using var client = console.CreateBareClient();

        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));

        Assert.Equal(HttpStatusCode.Found, response.StatusCode);
        Assert.StartsWith("/sign-in?returnUrl=", response.Headers.Location!.PathAndQuery, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_OwnTenantsAdministration_IsForbiddenToAnOperator()
    {
        await console.AddTenantAsync("own.example");
        var person = await console.AddPersonAsync("own.example", "operator", ActorRole.Operator);
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(person);

        using var response = await client.GetAsync(new Uri("t/own.example/people", UriKind.Relative));

        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Contains("An Administrator of your tenant can do this for you", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_AnyTenant_IsOpenToTheSuperAdministrator()
    {
        await console.AddTenantAsync("there.example");
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(await console.AddSuperAdministratorAsync());

        using var response = await client.GetAsync(new Uri("t/there.example/people", UriKind.Relative));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    private static async Task<Answer> AnswerAsync(HttpClient client, string path)
    {
        using var response = await client.GetAsync(new Uri(path, UriKind.Relative));
        var headers = response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key != "Date")
            .OrderBy(header => header.Key, StringComparer.Ordinal)
            .Select(header => $"{header.Key}: {string.Join(',', header.Value)}");
        return new Answer(response.StatusCode, string.Join('\n', headers), await response.Content.ReadAsStringAsync());
    }

    private sealed record Answer(HttpStatusCode Status, string Headers, string Body);
}
