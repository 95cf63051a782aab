using System.Net;
using EmailConsole.Tests.Application;

namespace EmailConsole.Tests.Shell.Pages;

public sealed class TenantHomePageTests(ConsoleApplication console) : IClassFixture<ConsoleApplication>
{
    [Theory]
    [InlineData("t/home.example")]
    [InlineData("t/home.example/")]
    public async Task Get_OwnTenant_LeadsToItsFirstPage(string path)
    {
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(await console.AddTenantAsync("home.example"));

        using var response = await client.GetAsync(path);

        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.EndsWith("/t/home.example/notification-channels/email-provider", response.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_ForeignTenant_IsNotFound()
    {
        await console.AddTenantAsync("foreign-home.example");
        using var client = console.CreateBareClient();
        using var signedIn = await client.PostSignInAsync(await console.AddTenantAsync("home.example"));

        using var response = await client.GetAsync("t/foreign-home.example/");

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
    }
}
